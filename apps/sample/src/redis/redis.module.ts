import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/configuration.js';
import type { Environment } from '../config/environment.js';
import { REDIS, type Redis } from './redis.js';

async function connection({ REDIS_URL }: Environment): Promise<Redis> {
  if (REDIS_URL === undefined) return null;
  const { RedisConnection } = await import('./redis-connection.js');
  return new RedisConnection(REDIS_URL);
}

/** What replicas share, when `REDIS_URL` is set. Without it nothing of Redis is loaded. */
@Global()
@Module({
  providers: [{ provide: REDIS, inject: [CONFIG], useFactory: connection }],
  exports: [REDIS],
})
export class RedisModule {}
