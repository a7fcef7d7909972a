/**
 * Where revocations are kept: a [Keyv](https://keyv.org), with Redis or Valkey behind it when several
 * instances share them, or anything that behaves like one.
 *
 * It must reject when it fails. A Keyv does so with `throwOnErrors: true` alone, and so does its adapter
 * for Redis; otherwise a read that failed looks like a user whose tokens are good.
 */
export interface KindlyRevocationStore {
  /** @returns what was set under the key, `undefined` or `null` when nothing is there */
  get(key: string): Promise<unknown>;
  /**
   * @param key 60 characters or fewer, of which nobody's name can be read
   * @param value a time, in whole seconds since 1970
   * @param ttl milliseconds after which the value may go, and not before
   * @returns `false` when it was not set; anything else counts as success
   */
  set(key: string, value: number, ttl: number): Promise<unknown>;
}
