import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { within } from './within.js';

const tooLate = (): Error => new Error('too late');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('within', () => {
  it.each<[string, unknown]>([
    ['a promise', Promise.resolve('done')],
    ['a value', 'done'],
  ])('gives what %s resolves to, and leaves no timer behind', async (_name, work) => {
    await expect(within(work, 1000, tooLate)).resolves.toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails as the work does, and leaves no timer behind', async () => {
    const work = Promise.reject(new TypeError('no database'));
    await expect(within(work, 1000, tooLate)).rejects.toThrow('no database');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the work up when its time is over, and not before', async () => {
    const errors: unknown[] = [];
    const hanging = new Promise(() => undefined);
    const given = within(hanging, 1000, tooLate).catch((error: unknown) => errors.push(error));
    await vi.advanceTimersByTimeAsync(999);
    expect(errors).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await given;
    expect(errors).toEqual([tooLate()]);
  });

  it('leaves time for an answer when the process stood still from the start', async () => {
    vi.useRealTimers();
    const { port1, port2 } = new MessageChannel();
    const work = once(port1, 'message').then(() => 'done');
    const given = within(work, 10, tooLate);
    // As a client that writes when the turn of the event loop is over.
    setImmediate(() => port2.postMessage('it is asked'));
    const end = performance.now() + 50;
    while (performance.now() < end);
    await expect(given).resolves.toBe('done');
    port1.close();
  });

  it('takes what has come while the process stood still, though its time is over', async () => {
    vi.useRealTimers();
    const { port1, port2 } = new MessageChannel();
    const work = once(port1, 'message').then(() => 'done');
    const given = within(work, 10, tooLate);
    port2.postMessage('it has come');
    const end = performance.now() + 50;
    while (performance.now() < end);
    await expect(given).resolves.toBe('done');
    port1.close();
  });
});
