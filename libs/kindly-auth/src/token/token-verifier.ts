import { type KeyObject, verify } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimsChecker } from '../claims/claims-checker.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { parseCompactToken } from './compact-token.js';
import { TOKEN_SETTINGS, type TokenSettings } from './token.settings.js';

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
  keyFor(token: string): KeyObject {
    const { keyId, signedBytes, signature } = parseCompactToken(
      token,
      this.settings.maxTokenLength,
    );
    const [first, ...others] = this.keyRing.candidates(keyId);
    if (first === undefined) {
      throw new KindlyAuthException('token_invalid', { reason: 'no key has its key id' });
    }
    // The libraries behind us take one key for a token: of several, find the one that it fits.
    return others.find((key) => verify('sha256', signedBytes, key, signature)) ?? first;
  }

  /**
   * The claims of a token whose signature holds. They are read anew, strictly: jsonwebtoken
   * replaces bytes that are not UTF-8, and takes a payload that is no object.
   *
   * @throws KindlyAuthException `claims_invalid`, `token_expired`
   */
  claimsOf(token: string): Promise<C> {
    return this.claimsChecker.check(parseCompactToken(token, this.settings.maxTokenLength).members);
  }
}
