import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { describeError } from './validation-error.js';
import { type ClaimMembers, deepFreeze, findHarmfulMember } from './claim-members.js';
import { CLAIMS_SETTINGS, type ClaimsSettings, MAX_TOKEN_LIFETIME } from './claims.settings.js';
import type { KindlyClaims } from './kindly-claims.js';

function refuse(message: string): KindlyAuthException {
  return new KindlyAuthException('claims_invalid', { message });
}

/** The time in whole seconds, as `iat` and `exp` count it. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * The one place that says whether claims are acceptable: of a token that is about to be issued, and
 * of a token whose signature holds.
 *
 * @internal
 */
@Injectable()
export class ClaimsChecker<C extends KindlyClaims = KindlyClaims> {
  constructor(@Inject(CLAIMS_SETTINGS) private readonly settings: ClaimsSettings<C>) {}

  /**
   * @returns the claims as a deep-frozen instance of the claims class
   * @throws KindlyAuthException `claims_invalid`, `token_expired`
   */
  async check(members: ClaimMembers): Promise<C> {
    const harm = findHarmfulMember(members);
    if (harm !== undefined) throw refuse(`the payload ${harm}`);
    const claims = await this.instantiate(members);
    this.checkIssuer(claims);
    this.checkAudience(members);
    this.checkTimes(claims, nowInSeconds());
    return deepFreeze(claims);
  }

  private async instantiate(members: ClaimMembers): Promise<C> {
    const claims = plainToInstance(this.settings.claimsClass, members);
    for (const [name, value] of Object.entries(claims)) {
      // A class field without `declare` makes an own key of value undefined: absent is absent.
      if (value === undefined) Reflect.deleteProperty(claims, name);
    }
    const [error] = await validate(claims, { forbidUnknownValues: true });
    if (error) throw refuse(describeError('claim', error));
    return claims;
  }

  private checkIssuer({ iss }: C): void {
    if (iss !== this.settings.issuer) throw refuse('claim "iss" names another issuer');
  }

  /** Kindly has no audiences, so a token with one was made for something else by the same key. */
  private checkAudience(members: ClaimMembers): void {
    if (Object.hasOwn(members, 'aud')) throw refuse('claim "aud" must be absent');
  }

  private checkTimes({ iat, exp, nbf }: C, now: number): void {
    const { clockTolerance } = this.settings;
    const lifetime = exp - iat;
    if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp) || lifetime <= 0) {
      throw refuse('claim "exp" must be later than "iat"');
    }
    // A stolen token must die soon: the tolerance for clocks does not lengthen its life.
    if (lifetime > MAX_TOKEN_LIFETIME) {
      throw refuse(`claim "exp" must be at most ${MAX_TOKEN_LIFETIME} seconds after "iat"`);
    }
    if (iat > now + clockTolerance) throw refuse('claim "iat" lies in the future');
    if (nbf !== undefined && nbf > now + clockTolerance) {
      throw refuse('claim "nbf" lies in the future');
    }
    if (now >= exp + clockTolerance) throw new KindlyAuthException('token_expired');
  }
}
