import type { KindlyRevocationStore } from './kindly-revocation-store.js';

/**
 * What becomes of a token when nobody can say whether it was revoked.
 *
 * - `'refuse'`: it is refused (`revocation_unavailable`, 503)
 * - `'accept'`: it is accepted, and the log says at `error` that revocations are not looked at
 */
export type KindlyRevocationUnavailable = 'refuse' | 'accept';

/** @internal */
export interface RevocationSettings {
  readonly issuer: string;
  /** Nothing: the memory of this process. */
  readonly store: KindlyRevocationStore | undefined;
  readonly whenUnavailable: KindlyRevocationUnavailable;
  /** Milliseconds that the store has to answer. */
  readonly timeout: number;
  /** Seconds after which no token that was issued before is good anywhere. */
  readonly longestTokenLife: number;
}

/** @internal */
export const REVOCATION_SETTINGS = Symbol('nestjs-kindly-auth:revocation-settings');
