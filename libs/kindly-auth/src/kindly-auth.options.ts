import type {
  CanActivate,
  ForwardReference,
  InjectionToken,
  DynamicModule,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common';
import type { KindlyClaimsClass } from './claims/claims.settings.js';
import type { KindlyClaims } from './claims/kindly-claims.js';
import type { KindlyIdentity } from './claims/kindly-identity.js';
import type { KindlyPreviousPublicKey } from './keys/key-input.js';
import type { KindlySigningKeyOptions } from './keys/signing-key.js';
import type { KindlyRevocationStore } from './revocation/kindly-revocation-store.js';
import type { KindlyRevocationUnavailable } from './revocation/revocation.settings.js';
import type {
  KindlyHttpRequest,
  KindlyResolvedUser,
  KindlyUserResolver,
} from './token/user-resolver.js';
import type { KindlyChatBinding } from './webhook/webhook.settings.js';

/**
 * Secrets of one kind of Kindly request: one, or several while one of them rotates. `false` says that
 * requests of this kind are not signed, for instance because no secret is set up yet; then routes with
 * identity `'optional'` or `'none'` do not boot on it.
 */
export type KindlyHmacSecret = string | readonly string[] | false;

/** How many verified tokens the webhook guard remembers. */
export interface KindlyVerifiedTokenCacheOptions {
  /** 1…1000000; the tokens that were not seen for the longest time go first. Default: 5000 */
  readonly maxEntries?: number | undefined;
}

/** Where `KindlyTokenService.revoke` leaves what it did, and what happens while that place fails. */
export interface KindlyRevocationOptions {
  /**
   * A Keyv that all instances share, with `throwOnErrors: true`. Default: the memory of this process,
   * which other instances do not see and a restart forgets
   */
  readonly store?: KindlyRevocationStore | undefined;
  /**
   * What becomes of tokens while the store fails: `'refuse'` them with `revocation_unavailable` (503), or
   * `'accept'` them, those that were revoked too. Default: `'refuse'`
   */
  readonly whenUnavailable?: KindlyRevocationUnavailable | undefined;
  /** Milliseconds that the store has to answer before it counts as failing, 10…60000. Default: 1000 */
  readonly timeout?: number | undefined;
}

/** Options of {@link KindlyAuthModule}. All of them are checked when the app starts. */
export interface KindlyAuthModuleOptions<
  C extends KindlyClaims = KindlyClaims,
> extends KindlySigningKeyOptions {
  /** `iss` of the tokens, compared exactly. */
  readonly issuer: string;
  /** Public keys that are still accepted while a key rotates. Default: `[]` */
  readonly previousPublicKeys?: readonly KindlyPreviousPublicKey[] | undefined;
  /** Seconds between `iat` and `exp` of the tokens issued, 1…900. Default: 300 */
  readonly tokenLifetime?: number | undefined;
  /** Seconds by which clocks may differ, 0…60; never applied to `exp − iat`. Default: 5 */
  readonly clockTolerance?: number | undefined;
  /**
   * Default of `chat.webhook_domains`, the hosts that Kindly may forward a token to: `host` and
   * `*.host`. A function decides for each user. Default: `[]`, no forwarding
   */
  readonly webhookDomains?:
    readonly string[] | ((identity: KindlyIdentity<C>) => readonly string[]) | undefined;
  /** Class of the claims, with the rules of your own ones. Default: `KindlyClaims` */
  readonly claims?: KindlyClaimsClass<C> | undefined;
  /**
   * Secrets of `Kindly-HMAC`. Several kinds of Kindly request have secrets of their own: give them by
   * name, and name the secret on the route. A plain value is named `dialogue`. Default: none
   */
  readonly hmacSecrets?: string | readonly string[] | Readonly<Record<string, KindlyHmacSecret>>;
  /** Whether the body's `chat_id` must equal the token's `chat.id`. Default: `'when-present'` */
  readonly chatBinding?: KindlyChatBinding | undefined;
  /** Public host of the webhooks; when set, `chat.webhook_domains` of a token must list it. Default: none */
  readonly webhookHost?: string;
  /**
   * How many verified tokens the guard remembers, so that it verifies each once; 1…1000000. On every
   * request it still checks times, keys, chat and host, but not the rules of your claims class again.
   * `false`: none. Default: `{ maxEntries: 5000 }`
   */
  readonly verifiedTokenCache?: KindlyVerifiedTokenCacheOptions | false | undefined;
  /** Where revoked users are remembered, for `KindlyTokenService.revoke`. Default: in memory */
  readonly revocation?: KindlyRevocationOptions | undefined;
  /**
   * How many signatures may wait for the key, 0…100000; beyond them the token endpoint answers 503
   * with `Retry-After`. Default: 1000
   */
  readonly maxQueuedSignatures?: number | undefined;
  /** Longer tokens are refused unread, and not issued; in characters, 1024…16384. Default: 8192 */
  readonly maxTokenLength?: number | undefined;
  /**
   * Says who is signed in, from the request to the token endpoint; nobody means 401. Use the type of
   * your adapter's request. For a resolver that needs providers, see the extra `userResolver`.
   */
  resolveUser?(request: KindlyHttpRequest): KindlyResolvedUser<C> | Promise<KindlyResolvedUser<C>>;
  /** Milliseconds that the resolver has to answer, 100…60000; beyond them 503. Default: 10000 */
  readonly resolverTimeout?: number | undefined;
}

/** What is fixed where the module is declared, beside the options. */
export interface KindlyAuthModuleExtras<C extends KindlyClaims = KindlyClaims> {
  /** Name of the bot, for an app with several. Default: `'default'` */
  readonly bot?: string | undefined;
  /** Route of the token endpoint. Default: `'kindly/token'`, for a named bot `'kindly/<bot>/token'` */
  readonly path?: string | undefined;
  /** `false`: no token endpoint; use `KindlyTokenService`. Required for a module that verifies only. */
  readonly controller?: false | undefined;
  /** Modules whose exports the guards, the resolver and the options' factory need. Default: `[]` */
  readonly imports?:
    | readonly (Type<unknown> | DynamicModule | Promise<DynamicModule> | ForwardReference)[]
    | undefined;
  /** Guards on the token endpoint, such as the one of your session. Default: `[]` */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** Class decorators on the token endpoint's controller: `Public()`, `SkipThrottle()`. Default: `[]` */
  readonly decorators?: readonly ClassDecorator[] | undefined;
  /** Alternative to `resolveUser` that is built by dependency injection. */
  readonly userResolver?: Type<KindlyUserResolver<C>> | undefined;
  /** Whether the services can be injected everywhere. Guards find their bot either way. Default: true */
  readonly isGlobal?: boolean | undefined;
}

/** What a factory makes: the options alone, since the extras are fixed when it runs. */
export type KindlyAuthFactoryOptions<C extends KindlyClaims = KindlyClaims> =
  KindlyAuthModuleOptions<C> & { readonly [K in keyof KindlyAuthModuleExtras]?: never };

/** Makes the options, as `useClass` or `useExisting` of `KindlyAuthModule.forRootAsync()`. */
export interface KindlyAuthOptionsFactory<C extends KindlyClaims = KindlyClaims> {
  /** Called once, when the app starts. */
  createKindlyAuthOptions(): KindlyAuthModuleOptions<C> | Promise<KindlyAuthModuleOptions<C>>;
}

/** A token to inject, or `{ token, optional }`. */
export type KindlyInjectable = InjectionToken | OptionalFactoryDependency;

type Injected<T> = T extends { readonly token: infer U; readonly optional: infer O }
  ? O extends false
    ? Injected<U>
    : Injected<U> | undefined
  : T extends abstract new (...parameters: never) => infer I
    ? I
    : unknown;

/** The parameters of a factory, from its `inject`: a class gives its instance, a string or symbol `unknown`. */
export type KindlyInjected<I extends readonly KindlyInjectable[]> = {
  [K in keyof I]: Injected<I[K]>;
};

/** Argument of `KindlyAuthModule.forRootAsync()`: one of the three `use…`, and the extras. */
export interface KindlyAuthModuleAsyncOptions<
  C extends KindlyClaims = KindlyClaims,
  I extends readonly KindlyInjectable[] = readonly KindlyInjectable[],
> extends KindlyAuthModuleExtras<C> {
  /** What the factory gets, in this order. */
  readonly inject?: readonly [...I];
  /**
   * Makes the options. Its parameters have the types of `inject`; a parameter for a string or symbol
   * is `unknown` until you write its type.
   */
  useFactory?(
    ...injected: NoInfer<KindlyInjected<I>>
  ): KindlyAuthFactoryOptions<C> | Promise<KindlyAuthFactoryOptions<C>>;
  /** A class that is built to make the options. */
  readonly useClass?: Type<KindlyAuthOptionsFactory<C>>;
  /** A provider of `imports` that makes the options. */
  readonly useExisting?: InjectionToken<KindlyAuthOptionsFactory<C>>;
}
