import { Injectable } from '@nestjs/common';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { TokenVerifier } from '../token/token-verifier.js';
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
   * @returns the claims of a genuine token
   * @throws KindlyAuthException `token_invalid`, `token_expired`, `claims_invalid`
   */
  async authenticate(token: string): Promise<C> {
    const lookup = this.cache.lookUp(token);
    if (lookup.claims !== undefined) return lookup.claims;
    const read = this.verifier.read(token);
    await this.passport.authenticate(read);
    const claims = await this.verifier.claimsOf(read);
    this.cache.remember(lookup, read, claims);
    return claims;
  }
}
