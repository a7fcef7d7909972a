import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsoleState } from '../../src/protocol/console-protocol.js';
import { delivery, SETTINGS, STATE } from '../testing/console-samples.js';
import { EventSourceInHand } from '../testing/event-source.js';
import { ConsoleStore } from './console-store.js';

const A_WHILE = 1500;

const DELIVERY = delivery({ id: 'early' });

/** Requests for the state that nobody has answered yet. */
let waiting: ((state: ConsoleState | Error) => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  waiting = [];
  EventSourceInHand.made = [];
  vi.stubGlobal('EventSource', EventSourceInHand);
  vi.stubGlobal(
    'fetch',
    async () =>
      new Promise<Response>((resolve, reject) => {
        waiting.push((state) => {
          if (state instanceof Error) reject(state);
          else resolve(Response.json(state));
        });
      }),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Answers the request that has waited longest. */
async function answer(state: ConsoleState | Error): Promise<void> {
  waiting.shift()?.(state);
  await vi.advanceTimersByTimeAsync(0);
}

function started() {
  const store = new ConsoleStore();
  store.start();
  return store;
}

describe('ConsoleStore', () => {
  it('loses nothing that comes while the state is under way', async () => {
    const store = started();
    EventSourceInHand.latest.say('delivery', DELIVERY);
    await answer(STATE);
    expect(store.state?.deliveries).toEqual([DELIVERY]);
  });

  it('shows once what comes as an event and in the state', async () => {
    const store = started();
    EventSourceInHand.latest.say('delivery', DELIVERY);
    await answer({ ...STATE, deliveries: [DELIVERY] });
    expect(store.state?.deliveries).toEqual([DELIVERY]);
  });

  it('shows an event at once, also while a newer state is under way', async () => {
    const store = started();
    await answer(STATE);
    EventSourceInHand.latest.accept();
    EventSourceInHand.latest.say('delivery', DELIVERY);
    expect(store.state?.deliveries).toEqual([DELIVERY]);
    await answer(STATE);
    expect(store.state?.deliveries).toEqual([DELIVERY]);
  });

  it('passes over a state that was overtaken by a newer one', async () => {
    const store = started();
    EventSourceInHand.latest.accept();
    const [old, recent] = waiting;
    recent?.({ ...STATE, version: 'new' });
    await vi.advanceTimersByTimeAsync(0);
    old?.({ ...STATE, version: 'old' });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.state?.version).toBe('new');
    expect(store.connection).toBe('live');
  });

  it('asks for the state again after settings were changed: its warnings come by no event', async () => {
    const store = started();
    await answer(STATE);
    EventSourceInHand.latest.say('settings', SETTINGS);
    await answer({ ...STATE, warnings: ['There are no dialogues yet.'] });
    expect(store.state?.warnings).toEqual(['There are no dialogues yet.']);
  });

  it('comes back by itself when the emulator is started again', async () => {
    const store = started();
    EventSourceInHand.latest.accept();
    waiting.shift();
    await answer(STATE);
    EventSourceInHand.latest.refuse();
    expect([store.connection, store.state]).toEqual(['reconnecting', STATE]);
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(EventSourceInHand.made).toHaveLength(2);
    EventSourceInHand.latest.accept();
    await answer({ ...STATE, version: 'restarted' });
    expect([store.connection, store.state?.version]).toEqual(['live', 'restarted']);
  });

  it('tries again when the state cannot be had', async () => {
    const store = started();
    await answer(new TypeError('fetch failed'));
    expect(store.connection).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(A_WHILE);
    await answer(STATE);
    expect(store.state).toEqual(STATE);
  });

  it('says that it has changed', async () => {
    const store = started();
    const changed = vi.fn<() => void>();
    store.addEventListener('change', changed);
    await answer(STATE);
    expect(changed).toHaveBeenCalledTimes(1);
    EventSourceInHand.latest.say('delivery', DELIVERY);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('is still when it is stopped', async () => {
    const store = started();
    store.stop();
    await answer(STATE);
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(store.state).toBeNull();
    expect(EventSourceInHand.made.map(({ readyState }) => readyState)).toEqual([
      EventSourceInHand.CLOSED,
    ]);
  });
});
