import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToConsole } from '../../testing/page-console.js';
import { ChatContext, toContext } from './chat-context.js';

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  told = listenToConsole();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('toContext', () => {
  it.each<[string, unknown, object]>([
    ['strings', { a: 'b' }, { a: 'b' }],
    ['numbers and booleans', { a: 0, b: false }, { a: '0', b: 'false' }],
    ['nothing', undefined, {}],
    ['null', null, {}],
  ])('takes %s', (_name, values, context) => {
    expect(toContext(values, 'context')).toEqual(context);
    expect(told).toEqual([]);
  });

  it.each<[string, unknown, object, string]>([
    ['a nested object', { a: 'b', c: { d: 'e' } }, { a: 'b' }, 'context.c is left out'],
    ['null in it', { a: null }, {}, 'context.a is left out'],
    ['a text', 'a=b', {}, 'context is left out'],
  ])('leaves out %s, and says so', (_name, values, context, words) => {
    expect(toContext(values, 'context')).toEqual(context);
    expect(told.map(([, text]) => text)).toEqual([expect.stringContaining(words)]);
  });
});

describe('ChatContext', () => {
  it('sends along what the page set, once', () => {
    const context = new ChatContext();
    context.set({ page: 'cart' });
    const { unsent } = context;
    expect(unsent).toEqual({ page: 'cart' });
    context.sent(unsent);
    expect(context.unsent).toBeUndefined();
    expect(context.current).toEqual({ page: 'cart' });
  });

  it('keeps for the next message what the page sets while one is sent', () => {
    const context = new ChatContext();
    context.set({ page: 'cart' });
    const { unsent } = context;
    context.set({ page: 'checkout' });
    context.sent(unsent);
    expect(context.unsent).toEqual({ page: 'checkout' });
    expect(context.current).toEqual({ page: 'checkout' });
  });

  it('keeps for the next message what could not be sent', () => {
    const context = new ChatContext();
    context.set({ page: 'cart' });
    context.set({ size: 42 });
    expect(context.unsent).toEqual({ page: 'cart', size: '42' });
  });

  it('believes the emulator, but for what it has not heard yet', () => {
    const context = new ChatContext();
    context.set({ page: 'cart' });
    context.tell({ page: 'start', order: '42' });
    expect(context.current).toEqual({ page: 'cart', order: '42' });
    context.sent(context.unsent);
    context.tell({ order: '43' });
    expect(context.current).toEqual({ order: '43' });
  });

  it('tells an emulator that was restarted all that the page ever set', () => {
    const context = new ChatContext();
    context.set({ page: 'cart', user: 'kari' });
    context.sent(context.unsent);
    context.set({ page: 'checkout' });
    context.tell({ order: '42' });
    expect(context.byPage).toEqual({ page: 'checkout', user: 'kari' });
  });
});
