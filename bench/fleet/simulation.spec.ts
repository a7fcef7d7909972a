import { describe, expect, it } from 'vitest';
import { CacheFleet } from './cache-fleet.js';
import { seededRandom, waitOf } from './random.js';
import { type SimulationSettings, simulate } from './simulation.js';

const PATTERN = { name: 'test', messages: 5, gap: 20 };

function settings(given: Partial<SimulationSettings> = {}): SimulationSettings {
  return {
    pattern: PATTERN,
    chats: 2000,
    lifetime: 300,
    settle: 900,
    seconds: 900,
    seed: 1,
    ...given,
  };
}

describe('random', () => {
  it('is the same for the same seed, and another for another', () => {
    const take = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
  });

  it('is from 0 to below 1, and in the middle on average', () => {
    const numbers = Array.from({ length: 10_000 }, seededRandom(3));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 1);
  });

  it('waits for as long as it should on average, and never for nothing', () => {
    const random = seededRandom(4);
    const waits = Array.from({ length: 20_000 }, () => waitOf(30, random));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.min(...waits)).toBe(1);
    expect(mean).toBeGreaterThan(29);
    expect(mean).toBeLessThan(31);
  });
});

describe('a simulation', () => {
  it('is the same every time', () => {
    expect(simulate(settings())).toEqual(simulate(settings()));
  });

  it('sends as many messages as the chats have time for', () => {
    const { webhooksPerSecond } = simulate(settings());
    expect(webhooksPerSecond / (2000 / PATTERN.gap)).toBeCloseTo(1, 1);
  });

  it('needs one token for each chat when tokens live longer than chats', () => {
    const { tokensPerSecond, webhooksPerSecond } = simulate(settings({ lifetime: 100_000 }));
    expect(webhooksPerSecond / tokensPerSecond / PATTERN.messages).toBeCloseTo(1, 1);
  });

  it('needs one token for each message when tokens live for a second', () => {
    const { tokensPerSecond, webhooksPerSecond } = simulate(settings({ lifetime: 1 }));
    expect(tokensPerSecond).toBe(webhooksPerSecond);
  });

  it('has forgotten how it began when it counts', () => {
    const pattern = { name: 'slow', messages: 20, gap: 120 };
    const [early = 0, late = 0] = [1200, 12_000].map(
      (settle) => simulate(settings({ pattern, lifetime: 900, settle })).tokensPerSecond,
    );
    expect(early / late).toBeGreaterThan(0.95);
    expect(early / late).toBeLessThan(1.05);
  });

  it('needs more tokens the sooner they expire', () => {
    const [short = 0, usual = 0, long = 0] = [60, 300, 900].map(
      (lifetime) =>
        simulate(settings({ lifetime, pattern: { name: 'slow', messages: 20, gap: 100 } }))
          .tokensPerSecond,
    );
    expect(short).toBeGreaterThan(usual);
    expect(usual).toBeGreaterThan(long);
  });
});

describe('caches', () => {
  const hitRate = (entries: number, replicas: number): number => {
    const fleet = new CacheFleet({ entries, replicas }, seededRandom(2));
    simulate(settings({ lifetime: 100_000, fleets: [fleet] }));
    return fleet.hitRate;
  };

  it('that are large enough miss the first message of a chat alone', () => {
    expect(hitRate(10_000, 1)).toBeCloseTo(1 - 1 / PATTERN.messages, 1);
  });

  it('find less when they are smaller, or more', () => {
    expect(hitRate(200, 1)).toBeLessThan(hitRate(10_000, 1));
    expect(hitRate(10_000, 8)).toBeLessThan(hitRate(10_000, 1));
  });

  it('forget what they have not seen for longest', () => {
    const fleet = new CacheFleet({ entries: 2, replicas: 1 }, () => 0);
    for (const token of [1, 2, 1, 3]) fleet.see(token);
    fleet.forgetCounts();
    fleet.see(1);
    expect(fleet.hitRate).toBe(1);
    fleet.see(2);
    expect(fleet.hitRate).toBe(0.5);
  });
});
