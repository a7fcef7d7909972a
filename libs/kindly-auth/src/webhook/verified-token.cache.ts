import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ClaimMembers } from '../claims/claim-members.js';
import { ClaimsChecker, nowInSeconds } from '../claims/claims-checker.js';
import { CLAIMS_SETTINGS, type ClaimsSettings } from '../claims/claims.settings.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { type GenuineToken, type ReadToken, TokenVerifier } from '../token/token-verifier.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook.settings.js';

/** A token that was verified, and what its claims are made of anew for each request. */
interface VerifiedToken<C extends KindlyClaims> extends GenuineToken<C> {
  readonly members: ClaimMembers;
}

/** What is known of a token, and where it belongs when more is known. */
export interface Lookup<C extends KindlyClaims = KindlyClaims> {
  readonly genuine?: GenuineToken<C>;
  readonly digest: string;
  /** Of the key ring. */
  readonly revision: number;
}

/** Claims take a few times as much memory as the token that they came in. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Where a cache that is switched off keeps what it is told. */
const NOWHERE: Lookup<never> = { digest: '', revision: -1 };

/** The token itself is kept nowhere: who reads our memory shall not find what opens the webhook. */
function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}

/**
 * Remembers the tokens that were verified. Kindly forwards the token of a chat with each of its
 * webhooks, so the same bytes come many times, and what was found out about bytes stays true of them:
 * their form, their signature, and the rules of the claims class.
 *
 * What may have changed since is checked anew with each request: here the times and the keys, in the
 * guard all that concerns the request. Only success is remembered: garbage could fill any memory.
 *
 * @internal
 */
@Injectable()
export class VerifiedTokenCache<C extends KindlyClaims = KindlyClaims> {
  readonly #tokens: LRUCache<string, VerifiedToken<C>> | undefined;
  readonly #clockTolerance: number;
  #revision: number;

  constructor(
    private readonly keyRing: KindlyKeyRing,
    private readonly verifier: TokenVerifier<C>,
    private readonly claimsChecker: ClaimsChecker<C>,
    @Inject(CLAIMS_SETTINGS) { clockTolerance }: ClaimsSettings,
    @Inject(WEBHOOK_SETTINGS) { maxCachedTokens }: WebhookSettings,
  ) {
    this.#clockTolerance = clockTolerance;
    this.#revision = keyRing.revision;
    if (maxCachedTokens === 0) return;
    this.#tokens = new LRUCache({
      max: maxCachedTokens,
      maxSize: MAX_CHARACTERS,
      // Claims are personal: they go when their token has expired, and not when others need the room.
      ttlAutopurge: true,
    });
  }

  /**
   * @returns with the token, if it was verified before, and would be now
   * @throws KindlyAuthException `claims_invalid`, `token_expired`
   */
  lookUp(token: string): Lookup<C> {
    if (this.#tokens === undefined) return NOWHERE;
    const { revision } = this.keyRing;
    if (this.#revision !== revision) this.#tokens.clear();
    this.#revision = revision;
    const digest = digestOf(token);
    const known = this.#tokens.get(digest);
    // The time of a key that was replaced ends without anybody saying so.
    if (known === undefined || !this.verifier.isKeyAccepted(known)) return { digest, revision };
    const { keyId, key, members } = known;
    this.claimsChecker.checkTimes(known.claims);
    const claims = this.claimsChecker.again(known.claims, members);
    return { genuine: { keyId, key, claims }, digest, revision };
  }

  /** @param lookup from before the token was verified: if the keys have changed since, it is void */
  remember({ digest, revision }: Lookup, { token, ...read }: ReadToken, claims: C): void {
    if (revision !== this.keyRing.revision) return;
    const seconds = Math.max(1, claims.exp + this.#clockTolerance - nowInSeconds());
    this.#tokens?.set(digest, { ...read, claims }, { size: token.length, ttl: seconds * 1000 });
  }
}
