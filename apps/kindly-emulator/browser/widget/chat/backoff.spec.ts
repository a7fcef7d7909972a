import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from './backoff.js';

/** The first waits, with this luck. */
function waitsOf(luck: number, count = 10): number[] {
  vi.spyOn(Math, 'random').mockReturnValue(luck);
  const backoff = new Backoff();
  return Array.from({ length: count }, () => backoff.next());
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Backoff.next', () => {
  it('is longer each time, whatever the luck, up to eight seconds', () => {
    const shortest = waitsOf(0);
    const longest = waitsOf(0.999_999);
    for (const [failures, wait] of longest.slice(0, 5).entries()) {
      expect(wait).toBeLessThan(shortest[failures + 1] ?? 0);
    }
    expect(Math.max(...longest)).toBeLessThanOrEqual(8000);
    expect(shortest.slice(5)).toEqual(Array.from({ length: 5 }, () => 6000));
  });

  it('never tires', () => {
    expect(waitsOf(0, 2000).at(-1)).toBe(6000);
  });

  it('differs between two tabs', () => {
    expect(waitsOf(0.2, 1)).not.toEqual(waitsOf(0.8, 1));
  });

  it('begins anew after a success', () => {
    const [first] = waitsOf(0);
    const backoff = new Backoff();
    backoff.next();
    backoff.next();
    expect(backoff.failures).toBe(2);
    backoff.reset();
    expect([backoff.failures, backoff.next()]).toEqual([0, first]);
  });
});

describe('Backoff.wait', () => {
  it('waits for its turn', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const waited = vi.fn<() => void>();
    const waiting = new Backoff().wait(new AbortController().signal).then(waited);
    await vi.advanceTimersByTimeAsync(224);
    expect(waited).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(waited).toHaveBeenCalledOnce();
  });

  it.each<[string, (controller: AbortController) => void, (controller: AbortController) => void]>([
    ['before', (controller) => controller.abort(new Error('ended')), () => undefined],
    ['meanwhile', () => undefined, (controller) => controller.abort(new Error('ended'))],
  ])('rejects when it was ended %s, and leaves no timer', async (_name, before, meanwhile) => {
    const controller = new AbortController();
    before(controller);
    const waiting = new Backoff().wait(controller.signal);
    meanwhile(controller);
    await expect(waiting).rejects.toThrow('ended');
    expect(vi.getTimerCount()).toBe(0);
  });
});
