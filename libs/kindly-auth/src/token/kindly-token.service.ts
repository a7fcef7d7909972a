import { Inject, Injectable } from '@nestjs/common';
import { MAX_TOKEN_LIFETIME } from '../claims/claims.settings.js';
import { ClaimsChecker, nowInSeconds } from '../claims/claims-checker.js';
import type { ClaimMembers } from '../claims/claim-members.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { isJsonObject } from '../claims/json-object.js';
import { type KindlyIdentity, RESERVED_CLAIMS } from '../claims/kindly-identity.js';
import { errorCodeOf, issuing } from '../diagnostics/publishing.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { TokenRevocations } from '../revocation/token-revocations.js';
import { assertChatId } from './chat-id.js';
import { KINDLY_JWT_SERVICE, KindlyJwtService } from './kindly-jwt.service.js';
import { TOKEN_SETTINGS, type TokenSettings } from './token.settings.js';
import { tokenInvalid } from './token-invalid.js';
import { type ReadToken, TokenVerifier } from './token-verifier.js';

/** What {@link KindlyTokenService.issue} can be told for one token. */
export interface KindlyIssueOptions {
  /** `chat.webhook_domains` of this token. Default: option `webhookDomains`. */
  readonly webhookDomains?: readonly string[] | undefined;
  /** Seconds between `iat` and `exp`, 1…900. Default: option `tokenLifetime`. */
  readonly lifetime?: number | undefined;
  /**
   * `iat`, in whole seconds since 1970, and not in the future: when you began to ask who is signed in. A user
   * who signs out while you wait for the answer then gets a token that is revoked. Default: now
   */
  readonly issuedAt?: number | undefined;
}

/** Length of the ids that Kindly hands out, which are UUIDs. */
const USUAL_CHAT_ID_LENGTH = 36;

/** The characters of a token that are owed to a chat id longer than the usual ones. */
function surplusOf(chatId: string): number {
  const bytes = Buffer.byteLength(JSON.stringify(chatId)) - '""'.length;
  return Math.max(0, Math.ceil(((bytes - USUAL_CHAT_ID_LENGTH) * 4) / 3));
}

function refuse(reason: string): KindlyAuthException {
  return new KindlyAuthException('identity_invalid', { reason });
}

/** JSON drops or distorts these in silence; a claim that is lost is a claim that lies. */
function refuseUnjsonable(name: string, value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    throw refuse(`claim "${name}" is a ${typeof value}, which a token cannot hold`);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw refuse(`claim "${name}" is a number that is not finite`);
  }
  return value;
}

function toJson(claims: object): string {
  try {
    return JSON.stringify(claims, refuseUnjsonable);
  } catch (error) {
    if (error instanceof KindlyAuthException) throw error;
    throw refuse('it cannot be written as JSON: it refers to itself, or is nested too deep');
  }
}

/**
 * Issues the tokens that Kindly Chat asks for, and verifies them.
 *
 * Inject it by its class for the default bot, with `@InjectKindlyTokenService('name')` for another.
 */
@Injectable()
export class KindlyTokenService<C extends KindlyClaims = KindlyClaims> {
  /** @internal */
  constructor(
    private readonly claimsChecker: ClaimsChecker<C>,
    private readonly verifier: TokenVerifier<C>,
    private readonly revocations: TokenRevocations,
    @Inject(KINDLY_JWT_SERVICE) private readonly jwt: KindlyJwtService,
    @Inject(TOKEN_SETTINGS) private readonly settings: TokenSettings,
  ) {}

  /**
   * Issues a token about a signed-in user for one chat (specification, "Token format").
   *
   * `iss`, `iat`, `exp` and `chat` are set here; everything else is the identity's. Nothing is
   * assumed: without `email_verified: true` Kindly does not store the address.
   *
   * @param chatId what Kindly Chat gave to `getAuthToken`, 1…256 characters
   * @param identity who your app says is signed in; never taken from a request's body
   * @returns a compact RS256 JWT
   * @throws KindlyAuthException `chat_id_missing` or `body_invalid` for a bad chat id,
   *   `identity_invalid` when the identity breaks a rule or the token would be too long,
   *   `signer_busy` when more signatures wait than option `maxQueuedSignatures` allows
   * @throws KindlyAuthOptionsError for bad `options`, or when the module has no key to sign with
   */
  issue(
    chatId: string,
    identity: KindlyIdentity<C>,
    options: KindlyIssueOptions = {},
  ): Promise<string> {
    const beganAt = issuing.begin();
    const token = this.make(chatId, identity, options);
    return beganAt === undefined ? token : this.published(token, beganAt);
  }

  /**
   * Verifies a token as the webhook guard does: form, signature, claims, then whether it was revoked. It
   * knows no request, so binding the token to a chat, a body or a host is yours.
   *
   * @returns the claims, deep-frozen, as an instance of your claims class
   * @throws KindlyAuthException `token_invalid`, `token_expired`, `claims_invalid`, `token_revoked`,
   *   `revocation_unavailable`
   */
  async verify(token: string): Promise<C> {
    const read = await this.verifySignature(token);
    const claims = await this.verifier.claimsOf(read);
    await this.revocations.assertNotRevoked(claims);
    this.verifier.assertStillGood({ ...read, claims });
    return claims;
  }

  /**
   * Refuses all tokens of a user that were issued up to now, for as long as they can live: when he signs
   * out, or may less than before. Webhooks that come with one are refused with `token_revoked`.
   *
   * Only whole seconds count, as in `iat`: a token that was issued in the same second stays good, so that
   * signing in again works at once. The clocks of your instances must agree. Kindly is not told: it shows
   * the user in its Inbox until his chat asks for a new token.
   *
   * @param sub the user, as in the identity
   * @throws KindlyAuthException `revocation_unavailable` when the store of option `revocation` fails: the
   *   tokens may be good still, so call it again; `identity_invalid` when `sub` is no non-empty string
   */
  async revoke(sub: string): Promise<void> {
    // Nobody's tokens would be revoked, in silence.
    if (typeof sub !== 'string' || sub === '')
      throw refuse('claim "sub" must be a non-empty string');
    await this.revocations.revoke(sub);
  }

  private async make(
    chatId: string,
    identity: KindlyIdentity<C>,
    options: KindlyIssueOptions,
  ): Promise<string> {
    assertChatId(chatId);
    const own = ownMembers(identity);
    const json = this.jsonWithoutChat(own, options);
    await this.assertVerifiable({ ...(JSON.parse(json) as ClaimMembers), chat: { id: chatId } });
    const chat = { id: chatId, ...(await this.forwardingOf(own, options)) };
    const token = await this.jwt.signAsync(`${json.slice(0, -1)},"chat":${JSON.stringify(chat)}}`);
    this.assertNotTooLong(token, chatId);
    return token;
  }

  private async published(issued: Promise<string>, beganAt: number): Promise<string> {
    const { bot } = this.settings;
    try {
      const token = await issued;
      issuing.good(beganAt, { bot, keyId: keyIdOf(token) });
      return token;
    } catch (error) {
      issuing.bad(beganAt, { bot, errorCode: errorCodeOf(error) });
      throw error;
    }
  }

  private async verifySignature(token: string): Promise<ReadToken> {
    try {
      const read = this.verifier.read(token);
      // The types of `JwtService` lag behind: jsonwebtoken takes a KeyObject.
      await this.jwt.verifyAsync(token, { publicKey: read.key as unknown as Buffer });
      return read;
    } catch (error) {
      throw tokenInvalid(error);
    }
  }

  /** All claims but `chat`: who may get the token is asked when the identity is checked. */
  private jsonWithoutChat(own: ClaimMembers, options: KindlyIssueOptions): string {
    const iat = issuedAtOf(options);
    return toJson({
      ...own,
      iss: this.settings.issuer,
      iat,
      exp: iat + this.lifetimeOf(options),
    });
  }

  /** Where Kindly may forward the token to. A function of the app's sees a checked identity only. */
  private async forwardingOf(
    own: ClaimMembers,
    { webhookDomains }: KindlyIssueOptions,
  ): Promise<{ readonly webhook_domains?: readonly string[] }> {
    const domains = await this.settings.webhookDomainsOf(own, webhookDomains);
    return domains.length > 0 ? { webhook_domains: domains } : {};
  }

  /** The identity is the app's, the chat id the client's: whose fault it is decides the answer. */
  private assertNotTooLong({ length }: string, chatId: string): void {
    const { maxTokenLength } = this.settings;
    if (length <= maxTokenLength) return;
    const problem = `the token would have ${length} characters, and "maxTokenLength" is ${maxTokenLength}`;
    if (length - surplusOf(chatId) > maxTokenLength) throw refuse(problem);
    throw new KindlyAuthException('body_invalid', {
      message: 'The chat id is too long for a token',
      reason: problem,
    });
  }

  private lifetimeOf({ lifetime = this.settings.tokenLifetime }: KindlyIssueOptions): number {
    if (Number.isInteger(lifetime) && lifetime >= 1 && lifetime <= MAX_TOKEN_LIFETIME) {
      return lifetime;
    }
    throw new KindlyAuthOptionsError(
      'lifetime',
      'invalid',
      `must be a whole number of seconds from 1 to ${MAX_TOKEN_LIFETIME}.`,
    );
  }

  /** A token that our own guard would refuse must not leave the house. */
  private async assertVerifiable(members: ClaimMembers): Promise<void> {
    try {
      await this.claimsChecker.check(members);
    } catch (error) {
      throw error instanceof KindlyAuthException ? refuse(error.reason) : error;
    }
  }
}

function issuedAtOf({ issuedAt = nowInSeconds() }: KindlyIssueOptions): number {
  if (Number.isInteger(issuedAt) && issuedAt >= 0 && issuedAt <= nowInSeconds()) return issuedAt;
  throw new KindlyAuthOptionsError(
    'issuedAt',
    'invalid',
    'must be a time in whole seconds since 1970, and not in the future.',
  );
}

/** Read from the token: the key in force may have changed while this one was signed. */
function keyIdOf(token: string): string {
  const header = Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString();
  return (JSON.parse(header) as { readonly kid: string }).kid;
}

function ownMembers(identity: unknown): ClaimMembers {
  if (!isJsonObject(identity)) throw refuse('it is not an object with a "sub"');
  const own = { ...identity };
  // JSON would take what it returns in place of all the claims, the reserved ones among them.
  if (typeof own['toJSON'] === 'function') throw refuse('it has a function "toJSON" of its own');
  const reserved = RESERVED_CLAIMS.find((name) => own[name] !== undefined);
  if (reserved !== undefined)
    throw refuse(`it sets "${reserved}", which only this library may set`);
  return own;
}
