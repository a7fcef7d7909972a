import type { KindlyOptionsErrorCode } from '../errors/kindly-auth-options.error.js';
import type { KindlyErrorCode } from '../errors/kindly-error-code.js';

/** A token was issued, for the endpoint or for a caller of `KindlyTokenService.issue`. */
export interface KindlyTokenIssued {
  /** The extra `bot` of the module; `default` for the bot without a name. */
  readonly bot: string;
  /** `kid` of the token. */
  readonly keyId: string;
  /** Milliseconds for the check of the identity, the wait for the signer, and the signature. */
  readonly duration: number;
}

/** A token was asked for, at the endpoint or by `KindlyTokenService.issue`, and not issued. */
export interface KindlyTokenRefused {
  /** The extra `bot` of the module; `default` for the bot without a name. */
  readonly bot: string;
  /** The reason; nothing when the error is not a `KindlyAuthException`, as one of your resolver's. */
  readonly errorCode: KindlyErrorCode | undefined;
  /**
   * Milliseconds until it was refused: at the endpoint from the start of the request, the resolver
   * included; in the service from the call.
   */
  readonly duration: number;
}

/** The guard let a webhook through to its handler. */
export interface KindlyWebhookAccepted {
  /** The extra `bot` of the module; `default` for the bot without a name. */
  readonly bot: string;
  /** Name of the controller's class. */
  readonly controller: string;
  /** Name of the handler's method. */
  readonly handler: string;
  /** Whether a token said who the user is: not for an anonymous visitor, nor with `identity: 'none'`. */
  readonly identified: boolean;
  /** Milliseconds that the guard took. */
  readonly duration: number;
}

/** A webhook was refused, by the guard or by `@KindlyPayload()`. */
export interface KindlyWebhookRefused {
  /** The extra `bot` of the module; `default` for the bot without a name. */
  readonly bot: string;
  /** Name of the controller's class. */
  readonly controller: string;
  /** Name of the handler's method. */
  readonly handler: string;
  /**
   * The reason; nothing when the error is not a `KindlyAuthException`, as that of a route whose options
   * cannot work. `body_invalid` is of `@KindlyPayload()`, behind the guard, which has accepted it.
   */
  readonly errorCode: KindlyErrorCode | undefined;
  /** Milliseconds that the guard took, or the check of the body. */
  readonly duration: number;
}

/** The keys of a bot changed, or stayed because the new one is bad. */
export interface KindlyKeysChanged {
  /** The extra `bot` of the module; `default` for the bot without a name. */
  readonly bot: string;
  /** What `KindlyKeyRing` did; `refused`: `rotate` or `accept` got a bad key, and nothing changed. */
  readonly change: 'rotated' | 'accepted' | 'revoked' | 'refused';
  /** Of the key in question; nothing for one that was refused. */
  readonly keyId: string | undefined;
  /** Why a key was refused; nothing for a change, or when the error is not a `KindlyAuthOptionsError`. */
  readonly errorCode: KindlyOptionsErrorCode | undefined;
}

/** What is published on each channel. */
export interface KindlyDiagnosticsMessages {
  readonly 'nestjs-kindly-auth:token:issued': KindlyTokenIssued;
  readonly 'nestjs-kindly-auth:token:refused': KindlyTokenRefused;
  readonly 'nestjs-kindly-auth:webhook:accepted': KindlyWebhookAccepted;
  readonly 'nestjs-kindly-auth:webhook:refused': KindlyWebhookRefused;
  readonly 'nestjs-kindly-auth:keys:changed': KindlyKeysChanged;
}
