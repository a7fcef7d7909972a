import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { describeError } from './validation-error.js';
import { isJsonObject } from './json-object.js';
import { type ClaimMembers, deepFreeze, findHarmfulMember } from './claim-members.js';
import { CLAIMS_SETTINGS, type ClaimsSettings, MAX_TOKEN_LIFETIME } from './claims.settings.js';
import { KindlyChatClaims, KindlyClaims } from './kindly-claims.js';

function refuse(message: string): KindlyAuthException {
  return new KindlyAuthException('claims_invalid', { message });
}

/** The time in whole seconds, as `iat` and `exp` count it. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** What class-transformer makes of members when the claims class is `KindlyClaims` itself. */
function plainClaims(members: ClaimMembers): KindlyClaims {
  const claims: Record<string, unknown> = Object.assign(new KindlyClaims(), members);
  const { chat } = members;
  if (isJsonObject(chat)) claims['chat'] = Object.assign(new KindlyChatClaims(), chat);
  return claims as unknown as KindlyClaims;
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
   * @param members as they were parsed; they belong to the claims from now on, and are frozen with them
   * @returns the claims as a deep-frozen instance of the claims class
   * @throws KindlyAuthException `claims_invalid`, `token_expired`
   */
  async check(members: ClaimMembers): Promise<C> {
    const harm = findHarmfulMember(members);
    if (harm !== undefined) throw refuse(`the payload ${harm}`);
    const claims = this.instantiate(members);
    await this.validate(claims);
    this.checkKept(claims, members);
    this.checkIssuer(claims);
    this.checkAudience(members);
    this.checkTimes(claims);
    return deepFreeze(claims);
  }

  /**
   * The rules that time can break: claims that kept them a moment ago may break them now.
   *
   * @throws KindlyAuthException `claims_invalid`, `token_expired`
   */
  checkTimes({ iat, exp, nbf }: C): void {
    const { clockTolerance } = this.settings;
    const now = nowInSeconds();
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

  /**
   * The claims for another request, of members that were checked before. Instances of an app's own class
   * are never shared, because they may hold what cannot be frozen: a `Date`, a `Set`, a private field.
   *
   * @param claims what the check returned
   */
  again(claims: C, members: ClaimMembers): C {
    return this.isPlain ? claims : deepFreeze(this.instantiate(members));
  }

  /** Whether claims are nothing but JSON: no rule, type or transformation of the app's. */
  private get isPlain(): boolean {
    return Object.is(this.settings.claimsClass, KindlyClaims);
  }

  private instantiate(members: ClaimMembers): C {
    // Half of the time that this check takes would be class-transformer's, for two classes that we know.
    if (this.isPlain) return plainClaims(members) as C;
    const claims = plainToInstance(this.settings.claimsClass, members);
    for (const [name, value] of Object.entries(claims)) {
      // A class field without `declare` makes an own key of value undefined: absent is absent.
      if (value === undefined) Reflect.deleteProperty(claims, name);
    }
    return claims;
  }

  private async validate(claims: C): Promise<void> {
    const [error] = await validate(claims, { forbidUnknownValues: true });
    if (error) throw refuse(describeError('claim', error));
  }

  /** Revocations know a user by the token, and not by what a claims class makes of it. */
  private checkKept({ sub, iat }: C, members: ClaimMembers): void {
    if (sub !== members['sub'])
      throw refuse('claim "sub" must be left as it is by the claims class');
    if (iat !== members['iat'])
      throw refuse('claim "iat" must be left as it is by the claims class');
  }

  private checkIssuer({ iss }: C): void {
    if (iss !== this.settings.issuer) throw refuse('claim "iss" names another issuer');
  }

  /** Kindly has no audiences, so a token with one was made for something else by the same key. */
  private checkAudience(members: ClaimMembers): void {
    if (Object.hasOwn(members, 'aud')) throw refuse('claim "aud" must be absent');
  }
}
