import { LRUCache } from 'lru-cache';
import type { KindlyRevocationStore } from './kindly-revocation-store.js';

/**
 * Keeps revocations in this process: other instances do not see them, and a restart forgets them.
 *
 * @internal
 */
export class MemoryRevocationStore implements KindlyRevocationStore {
  // Without a bound: to let one go before its time would make a token good again.
  readonly #times = new LRUCache<string, number>({ ttl: 1, ttlAutopurge: true });

  get isEmpty(): boolean {
    return this.#times.size === 0;
  }

  async get(key: string): Promise<number | undefined> {
    return this.#times.get(key);
  }

  async set(key: string, value: number, ttl: number): Promise<void> {
    this.#times.set(key, value, { ttl });
  }
}
