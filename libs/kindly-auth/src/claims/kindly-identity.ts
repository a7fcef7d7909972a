import type { KindlyClaims } from './kindly-claims.js';

/** Claims that this library sets itself; an identity that has one of them is refused. */
export const RESERVED_CLAIMS = ['iss', 'iat', 'exp', 'nbf', 'jti', 'aud', 'chat'] as const;

/**
 * Who your app says is signed in, in the claim names of the specification ("Token format").
 *
 * `sub` is required and must be a string. Everything else is optional: profile claims, and the
 * claims of your own class. A key whose value is `undefined` is left out of the token.
 */
export type KindlyIdentity<C extends KindlyClaims = KindlyClaims> = OrUndefined<
  Omit<C, (typeof RESERVED_CLAIMS)[number]>
>;

/** Lets what is optional be `undefined` too, under `exactOptionalPropertyTypes` as well. */
type OrUndefined<T> = {
  [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? T[K] | undefined : T[K];
};
