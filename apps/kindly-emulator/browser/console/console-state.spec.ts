import { describe, expect, it } from 'vitest';
import { at, chat, delivery, SETTINGS, STATE, tokenCheck } from '../testing/console-samples.js';
import { applied, type ConsoleEvent, EVENT_NAMES, trimmed } from './console-state.js';

const EVENTS: readonly ConsoleEvent[] = [
  { name: 'chat', data: chat({ id: 'new', lastActive: at(9) }) },
  { name: 'chat-gone', data: { id: 'second' } },
  { name: 'token-check', data: tokenCheck({ id: 'new', at: at(9) }) },
  { name: 'delivery', data: delivery({ id: 'new', at: at(9) }) },
  { name: 'settings', data: { ...SETTINGS, rules: 'lenient' } },
  { name: 'fault', data: { fault: 'hmac-wrong', sticky: true } },
];

const FILLED = {
  ...STATE,
  chats: [chat({ id: 'second', lastActive: at(2) }), chat({ id: 'first', lastActive: at(1) })],
  tokenChecks: [tokenCheck({ id: 'second', at: at(2) }), tokenCheck({ id: 'first', at: at(1) })],
  deliveries: [delivery({ id: 'second', at: at(2) }), delivery({ id: 'first', at: at(1) })],
};

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

describe('applied', () => {
  it('is tried with every event of the protocol', () => {
    expect(EVENTS.map(({ name }) => name)).toEqual(EVENT_NAMES);
  });

  it.each(EVENTS)('$name: applied twice it does no harm', (event) => {
    const once = applied(FILLED, event);
    expect(once).not.toEqual(FILLED);
    expect(applied(once, event)).toEqual(once);
  });

  it('puts what is new first', () => {
    const { chats, tokenChecks, deliveries } = EVENTS.reduce(applied, FILLED);
    for (const list of [tokenChecks, deliveries]) {
      expect(idsOf(list)).toEqual(['new', 'second', 'first']);
    }
    // The second is gone.
    expect(idsOf(chats)).toEqual(['new', 'first']);
  });

  it('leaves a row that it has in its place, with what is new of it', () => {
    const data = delivery({ id: 'first', at: at(1), summary: 'replayed' });
    const { deliveries } = applied(FILLED, { name: 'delivery', data });
    expect(deliveries.map(({ id, summary }) => [id, summary])).toEqual([
      ['second', ''],
      ['first', 'replayed'],
    ]);
  });

  it('moves a chat up in which something was said', () => {
    const data = chat({ id: 'first', lastActive: at(9) });
    expect(idsOf(applied(FILLED, { name: 'chat', data }).chats)).toEqual(['first', 'second']);
  });

  it('passes over an event that only a newer emulator knows', () => {
    const unknown = { name: 'weather', data: {} } as unknown as ConsoleEvent;
    expect(applied(FILLED, unknown)).toBe(FILLED);
  });

  it('does not grow without end', () => {
    const events = Array.from({ length: 250 }, (_, index): ConsoleEvent[] => [
      { name: 'chat', data: chat({ id: `${index}`, lastActive: at(index) }) },
      { name: 'token-check', data: tokenCheck({ id: `${index}`, at: at(index) }) },
      { name: 'delivery', data: delivery({ id: `${index}`, at: at(index) }) },
    ]);
    const { chats, tokenChecks, deliveries } = events.flat().reduce(applied, STATE);
    expect([chats.length, tokenChecks.length + deliveries.length]).toEqual([200, 200]);
    for (const list of [chats, tokenChecks, deliveries]) expect(list[0]?.id).toBe('249');
  });
});

describe('trimmed', () => {
  it('drops the oldest rows of both lists together: they are one timeline', () => {
    const old = Array.from({ length: 150 }, (_, index) =>
      tokenCheck({ id: `old-${index}`, at: at(-index) }),
    );
    const recent = Array.from({ length: 150 }, (_, index) =>
      delivery({ id: `recent-${index}`, at: at(1000 - index) }),
    );
    const { tokenChecks, deliveries } = trimmed({ ...STATE, tokenChecks: old, deliveries: recent });
    expect(deliveries).toEqual(recent);
    expect(tokenChecks).toEqual(old.slice(0, 50));
  });
});
