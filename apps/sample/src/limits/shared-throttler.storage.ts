import type { ThrottlerStorage } from '@nestjs/throttler';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { EvalOptions, RedisConnection } from '../redis/redis-connection.js';

/** What the limiters count, and for how long, unless told otherwise: each request brings its own. */
const DEFAULTS = { points: 1, duration: 60, keyPrefix: 'shop:limits' };

type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts requests for all replicas in Redis. While Redis is down each replica counts on its own: visitors
 * shall not be let through unlimited, nor be turned away all.
 */
export class SharedThrottlerStorage implements ThrottlerStorage {
  private readonly limiter: RateLimiterRedis;

  constructor(redis: RedisConnection) {
    this.limiter = new RateLimiterRedis({
      storeClient: { eval: (script: string, options: EvalOptions) => redis.eval(script, options) },
      useRedisPackage: true,
      ...DEFAULTS,
      insuranceLimiter: new RateLimiterMemory(DEFAULTS),
    });
  }

  /** The time of a limit begins with a visitor's first request, and who has used it up waits for its end. */
  async increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const customDuration = Math.ceil(ttl / 1000);
    // A penalty counts and refuses nothing: the throttler knows what each route allows.
    const { consumedPoints, msBeforeNext } = await this.limiter.penalty(key, 1, { customDuration });
    const seconds = Math.ceil(msBeforeNext / 1000);
    const isBlocked = consumedPoints > limit;
    return {
      totalHits: consumedPoints,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    };
  }
}
