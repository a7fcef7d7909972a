import { Injectable } from '@nestjs/common';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { type GenuineToken, TokenVerifier } from '../token/token-verifier.js';
import { KindlyPassport } from './kindly-passport.js';
import { VerifiedTokenCache } from './verified-token.cache.js';

/**
 * Says whose token it is, the cheapest way first: by what is remembered of it, by a look at its form,
 * and only then by RSA.
 *
 * @internal
 */
@Injectable()
export class KindlyAuthenticator<C extends KindlyClaims = KindlyClaims> {
  constructor(
    private readonly verifier: TokenVerifier<C>,
    private readonly passport: KindlyPassport,
    private readonly cache: VerifiedTokenCache<C>,
  ) {}

  /**
   * @throws KindlyAuthException `token_invalid`, `token_expired`, `claims_invalid`
   */
  async authenticate(token: string): Promise<GenuineToken<C>> {
    const lookup = this.cache.lookUp(token);
    if (lookup.genuine !== undefined) return lookup.genuine;
    const read = this.verifier.read(token);
    await this.passport.authenticate(read);
    const claims = await this.verifier.claimsOf(read);
    this.cache.remember(lookup, read, claims);
    return { keyId: read.keyId, key: read.key, claims };
  }

  /**
   * What time can change, for who has waited since.
   *
   * @throws KindlyAuthException `claims_invalid`, `token_expired`; `token_invalid` when its key was revoked
   */
  assertStillGood(genuine: GenuineToken<C>): void {
    this.verifier.assertStillGood(genuine);
  }
}
