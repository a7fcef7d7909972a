import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { REDIS, type Redis } from '../redis/redis.js';
import { RateLimitGuard, USUAL_RATE } from './rate-limit.guard.js';

async function options(redis: Redis): Promise<ThrottlerModuleOptions> {
  const throttlers = [{ limit: USUAL_RATE, ttl: 60_000 }];
  if (redis === null) return { throttlers };
  const { SharedThrottlerStorage } = await import('./shared-throttler.storage.js');
  return { throttlers, storage: new SharedThrottlerStorage(redis) };
}

/** How often a visitor may ask: counted by all replicas together when they share a Redis. */
@Module({
  imports: [ThrottlerModule.forRootAsync({ inject: [REDIS], useFactory: options })],
  providers: [{ provide: APP_GUARD, useClass: RateLimitGuard }],
})
export class LimitsModule {}
