import type { IncomingHttpHeaders } from 'node:http';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import type { KindlyIdentity } from '../claims/kindly-identity.js';

/**
 * What every HTTP adapter's request has. Write the request type of your own adapter instead
 * (`Request` of Express, `FastifyRequest`): it is accepted wherever this one stands.
 */
export interface KindlyHttpRequest {
  readonly headers: IncomingHttpHeaders;
}

/** What a resolver answers: an identity, or nothing when nobody is signed in. */
export type KindlyResolvedUser<C extends KindlyClaims = KindlyClaims> =
  KindlyIdentity<C> | null | undefined;

/**
 * Says who is signed in, from the request that the page sent to the token endpoint.
 *
 * Look at the session, never at the body: the body is whatever the visitor typed. An
 * `HttpException` that is thrown goes to the client as it is; any other error becomes a 500 without
 * details. One that does not answer within `resolverTimeout` is given up, with a 503.
 */
export interface KindlyUserResolver<C extends KindlyClaims = KindlyClaims> {
  /** @returns the identity; `null` or `undefined` when nobody is signed in, which answers 401 */
  resolve(request: KindlyHttpRequest): KindlyResolvedUser<C> | Promise<KindlyResolvedUser<C>>;
}

/** @internal */
export interface ResolverSettings {
  /** Milliseconds after which a resolver is given up. */
  readonly timeout: number;
}

/** @internal */
export const RESOLVER_SETTINGS = Symbol('nestjs-kindly-auth:resolver-settings');

/** @internal */
export const USER_RESOLVER = Symbol('nestjs-kindly-auth:user-resolver');
