import { type KeyObject, verify } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ClaimMembers } from '../claims/claim-members.js';
import { ClaimsChecker } from '../claims/claims-checker.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { type CompactToken, parseCompactToken } from './compact-token.js';
import { TOKEN_SETTINGS, type TokenSettings } from './token.settings.js';

/** A token that could be a Kindly token, and the key that says whether it is. */
export interface ReadToken {
  readonly token: string;
  readonly keyId: string | undefined;
  readonly key: KeyObject;
  /** Not to be looked at before the key has verified the signature. */
  readonly members: ClaimMembers;
}

/** A token whose signature and claims hold, without its text. */
export interface GenuineToken<C extends KindlyClaims = KindlyClaims> {
  readonly keyId: string | undefined;
  readonly key: KeyObject;
  readonly claims: C;
}

function noKey(reason: string): KindlyAuthException {
  return new KindlyAuthException('token_invalid', { reason });
}

/**
 * What lies before and behind the signature check, the same for the webhook guard (whose signature
 * check is passport-jwt's) and for `KindlyTokenService.verify` (whose is `JwtService`'s).
 *
 * @internal
 */
@Injectable()
export class TokenVerifier<C extends KindlyClaims = KindlyClaims> {
  constructor(
    private readonly keyRing: KindlyKeyRing,
    private readonly claimsChecker: ClaimsChecker<C>,
    @Inject(TOKEN_SETTINGS) private readonly settings: TokenSettings,
  ) {}

  /**
   * The pre-check: refuses what cannot be a Kindly token, and finds the key to check it with.
   *
   * @throws KindlyAuthException `token_invalid`
   */
  read(token: string): ReadToken {
    const parsed = parseCompactToken(token, this.settings.maxTokenLength);
    const { keyId, members } = parsed;
    return { token, keyId, key: this.keyOf(parsed), members };
  }

  /** Whether a token that was read before would be checked with the same key now. */
  isKeyAccepted({ keyId, key }: Pick<GenuineToken, 'keyId' | 'key'>): boolean {
    return this.keyRing.candidates(keyId).includes(key);
  }

  /**
   * What time can change, for who has waited since the token was verified.
   *
   * @throws KindlyAuthException `claims_invalid`, `token_expired`; `token_invalid` when its key was revoked
   */
  assertStillGood(genuine: GenuineToken<C>): void {
    this.claimsChecker.checkTimes(genuine.claims);
    this.assertKeyAccepted(genuine);
  }

  /**
   * The claims of a token whose signature holds. They are our own reading, a strict one: jsonwebtoken
   * replaces bytes that are not UTF-8, and takes a payload that is no object.
   *
   * @throws KindlyAuthException `claims_invalid`, `token_expired`; `token_invalid` when its key was
   *   revoked meanwhile
   */
  async claimsOf(read: ReadToken): Promise<C> {
    const claims = await this.claimsChecker.check(read.members);
    // The rules of a claims class may take their time.
    this.assertKeyAccepted(read);
    return claims;
  }

  /** The libraries behind us take one key for a token: of several, find the one that it fits. */
  private keyOf({ keyId, signedBytes, signature }: CompactToken): KeyObject {
    const [only, ...others] = this.keyRing.candidates(keyId);
    if (only === undefined) throw noKey('no key has its key id');
    if (others.length === 0) return only;
    const fits = (key: KeyObject): boolean => verify('sha256', signedBytes, key, signature);
    const key = [only, ...others].find(fits);
    if (key === undefined) throw noKey('no key has made its signature');
    return key;
  }

  private assertKeyAccepted(token: Pick<GenuineToken, 'keyId' | 'key'>): void {
    if (!this.isKeyAccepted(token)) throw noKey('no key has its key id');
  }
}
