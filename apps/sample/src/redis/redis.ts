import type { RedisConnection } from './redis-connection.js';

/** Token of the {@link Redis} of this shop. */
export const REDIS = Symbol('Redis');

/** The connection to Redis; `null` when the shop runs in one process, and keeps all there. */
export type Redis = RedisConnection | null;
