import { CacheFleet } from './cache-fleet.js';
import { seededRandom } from './random.js';
import { type Pattern, simulate } from './simulation.js';

/** Chats at the same time, and how many of them are simulated: one stands for two hundred. */
export const CHATS = 1_000_000;
const SAMPLE = 5_000;
const SCALE = CHATS / SAMPLE;
const SEED = 1;
const TIMES = { settle: 1200, seconds: 900 } as const;

export const LIFETIMES = [60, 300, 900] as const;
/** The default of `tokenLifetime`. */
export const USUAL_LIFETIME = 300;

export const PATTERNS: readonly Pattern[] = [
  { name: 'a quick question', messages: 3, gap: 20 },
  { name: 'a conversation', messages: 10, gap: 30 },
  { name: 'long and slow', messages: 20, gap: 120 },
];

/** Tokens that a replica's cache holds: by default, more, and as many as it can. */
export const CACHE_SIZES = [5_000, 100_000, 1_000_000] as const;
const REPLICAS = [1, 4, 16] as const;

/** Tokens that a million chats ask for. */
export interface TokenDemand {
  readonly pattern: Pattern;
  readonly lifetime: number;
  readonly tokensPerSecond: number;
  readonly webhooksPerSecond: number;
}

/** What the caches of some replicas find of their webhooks' tokens. */
export interface CacheDemand {
  readonly pattern: Pattern;
  readonly replicas: number;
  readonly webhooksPerSecond: number;
  /** For each of {@link CACHE_SIZES}. */
  readonly hitRates: readonly number[];
}

export interface FleetPlan {
  readonly tokens: readonly TokenDemand[];
  readonly caches: readonly CacheDemand[];
}

function tokensOf(pattern: Pattern, lifetime: number): TokenDemand {
  const simulated = simulate({ ...TIMES, pattern, lifetime, chats: SAMPLE, seed: SEED });
  return {
    pattern,
    lifetime,
    tokensPerSecond: simulated.tokensPerSecond * SCALE,
    webhooksPerSecond: simulated.webhooksPerSecond * SCALE,
  };
}

/** The caches are as much smaller as the chats are fewer; there are as many replicas as there are. */
function cachesOf(pattern: Pattern): CacheDemand[] {
  const demands = REPLICAS.map((replicas) => ({
    replicas,
    fleets: CACHE_SIZES.map(
      (size) => new CacheFleet({ entries: size / SCALE, replicas }, seededRandom(SEED)),
    ),
  }));
  const { webhooksPerSecond } = simulate({
    ...TIMES,
    pattern,
    lifetime: USUAL_LIFETIME,
    chats: SAMPLE,
    seed: SEED,
    fleets: demands.flatMap(({ fleets }) => fleets),
  });
  return demands.map(({ replicas, fleets }) => ({
    pattern,
    replicas,
    webhooksPerSecond: webhooksPerSecond * SCALE,
    hitRates: fleets.map(({ hitRate }) => hitRate),
  }));
}

/** What a million chats ask for. It needs no measurement, and is the same on every machine. */
export function planFleet(): FleetPlan {
  return {
    tokens: PATTERNS.flatMap((pattern) => LIFETIMES.map((lifetime) => tokensOf(pattern, lifetime))),
    caches: PATTERNS.flatMap(cachesOf),
  };
}
