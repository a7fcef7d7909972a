import type { KindlyClaims } from './kindly-claims.js';

/** The class whose decorators say what claims must look like: `KindlyClaims` or one that extends it. */
export type KindlyClaimsClass<C extends KindlyClaims = KindlyClaims> = new () => C;

/** @internal */
export interface ClaimsSettings<C extends KindlyClaims = KindlyClaims> {
  readonly issuer: string;
  /** Seconds by which clocks may differ. */
  readonly clockTolerance: number;
  readonly claimsClass: KindlyClaimsClass<C>;
}

/** @internal */
export const CLAIMS_SETTINGS = Symbol('nestjs-kindly-auth:claims-settings');

/**
 * The specification's limit for `exp − iat`, in seconds ("Token format": maximum 15 minutes).
 *
 * @internal
 */
export const MAX_TOKEN_LIFETIME = 900;
