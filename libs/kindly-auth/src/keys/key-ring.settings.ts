import type { CurrentKey, VerifyingKey } from './signing-key.js';

/** @internal */
export interface KeyRingSettings {
  readonly bot: string;
  readonly current: CurrentKey;
  readonly previous: readonly VerifyingKey[];
  /** Seconds for which a token can be accepted after it was issued, tolerance included. */
  readonly longestTokenLife: number;
  /** How many signatures may wait for the signer. */
  readonly maxQueuedSignatures: number;
}

/** @internal */
export const KEY_RING_SETTINGS = Symbol('nestjs-kindly-auth:key-ring-settings');
