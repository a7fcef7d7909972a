import { createParamDecorator } from '@nestjs/common';
import type { KindlyClaimsClass } from '../claims/claims.settings.js';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { guardedRequest, hideFromPipes } from './guarded-request.js';

type ParameterOf<T, K extends keyof T, I extends number> = T[K] extends (
  ...parameters: infer P
) => unknown
  ? P[I]
  : never;

/** Appears in the compiler's message when a claim does not fit the parameter that is to hold it. */
export interface KindlyParameterMismatch<Given, Parameter> {
  readonly given: Given;
  readonly parameter: Parameter;
}

/** A parameter decorator that compiles only where the parameter's type can hold a `Value`. */
export type KindlyParameterDecorator<Value> = <
  T extends object,
  K extends keyof T & (string | symbol),
  I extends number,
>(
  target: [Value] extends [ParameterOf<T, K, I>]
    ? T
    : KindlyParameterMismatch<Value, ParameterOf<T, K, I>>,
  key: K,
  index: I,
) => void;

/** Holds any claims: `KindlyClaims`, a class that extends it, or a wider type. */
export type KindlyClaimsParameterDecorator = <
  T extends object,
  K extends keyof T & (string | symbol),
  I extends number,
>(
  target: KindlyClaims extends ParameterOf<T, K, I>
    ? T
    : [Exclude<ParameterOf<T, K, I>, undefined>] extends [KindlyClaims]
      ? T
      : KindlyParameterMismatch<KindlyClaims, ParameterOf<T, K, I>>,
  key: K,
  index: I,
) => void;

/** Which claim is wanted, of which class; without a name, all of them. */
interface Wanted {
  readonly claimsClass: KindlyClaimsClass;
  readonly claim: string | undefined;
}

const ClaimsParameter = createParamDecorator<Wanted>(
  ({ claimsClass, claim }, context) => {
    const { claims } = guardedRequest(context, '@KindlyUser()');
    // A plain object comes from a guard that a test has put in place of ours, and may say anything.
    if (claims instanceof KindlyClaims && !(claims instanceof claimsClass)) {
      throw new Error(
        `nestjs-kindly-auth: @KindlyUser(${claimsClass.name}) of ${context.getClass().name}.${context.getHandler().name} needs the option "claims: ${claimsClass.name}" in the module of its bot.`,
      );
    }
    return claim === undefined ? claims : claims?.[claim as keyof KindlyClaims];
  },
  [hideFromPipes],
);

/**
 * Gives a handler the verified claims; `undefined` for an anonymous visitor, so on routes with
 * `identity: 'optional'` or `'none'` the parameter has to allow for that.
 *
 * A claim that is asked for by name is checked against the parameter's type by the compiler.
 *
 * ```ts
 * status(@KindlyUser() user: KindlyClaims) {}
 * status(@KindlyUser('sub') userId: string) {}
 * status(@KindlyUser(ShopClaims, 'tier') tier: 'gold' | 'basic') {}
 * ```
 *
 * On a route that no {@link KindlyWebhookGuard} ran for it throws an `Error`.
 */
export function KindlyUser(): KindlyClaimsParameterDecorator;
export function KindlyUser<K extends keyof KindlyClaims>(
  claim: K,
): KindlyParameterDecorator<KindlyClaims[K]>;
export function KindlyUser<C extends KindlyClaims, K extends keyof C & string>(
  claimsClass: KindlyClaimsClass<C>,
  claim: K,
): KindlyParameterDecorator<C[K]>;
export function KindlyUser(
  claimsClassOrClaim: KindlyClaimsClass | string = KindlyClaims,
  claim?: string,
): ParameterDecorator {
  return typeof claimsClassOrClaim === 'string'
    ? ClaimsParameter({ claimsClass: KindlyClaims, claim: claimsClassOrClaim })
    : ClaimsParameter({ claimsClass: claimsClassOrClaim, claim });
}
