import type { Keyv } from 'keyv';
import { UnavailableException } from '../outages/unavailable.exception.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { SessionStore } from './session.store.js';

/** Sessions in Redis, for all replicas. It forgets by itself those that have ended. */
export class RedisSessionStore implements SessionStore {
  private readonly store: Keyv;

  constructor(private readonly redis: RedisConnection) {
    this.store = redis.store('sessions');
  }

  async add(tokenHash: string, customerId: number, lifetime: number): Promise<void> {
    await this.answer(this.store.set(tokenHash, customerId, lifetime * 1000));
  }

  async find(tokenHash: string): Promise<number | undefined> {
    const customerId: unknown = await this.answer(this.store.get(tokenHash));
    return typeof customerId === 'number' ? customerId : undefined;
  }

  async remove(tokenHash: string): Promise<void> {
    await this.answer(this.store.delete(tokenHash));
  }

  /** Nobody is taken for a stranger because Redis did not answer. */
  private async answer<T>(pending: Promise<T>): Promise<T> {
    try {
      return await this.redis.within(pending);
    } catch (error) {
      throw new UnavailableException(error);
    }
  }
}
