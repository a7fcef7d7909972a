import { Inject, Injectable } from '@nestjs/common';
import { MAX_TOKEN_LIFETIME } from '../claims/claims.settings.js';
import { ClaimsChecker, nowInSeconds } from '../claims/claims-checker.js';
import type { ClaimMembers } from '../claims/claim-members.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { isJsonObject } from '../claims/json-object.js';
import { type KindlyIdentity, RESERVED_CLAIMS } from '../claims/kindly-identity.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { assertChatId } from './chat-id.js';
import { KINDLY_JWT_SERVICE, KindlyJwtService } from './kindly-jwt.service.js';
import { TOKEN_SETTINGS, type TokenSettings } from './token.settings.js';
import { tokenInvalid } from './token-invalid.js';
import { TokenVerifier } from './token-verifier.js';

/** What {@link KindlyTokenService.issue} can be told for one token. */
export interface KindlyIssueOptions {
  /** `chat.webhook_domains` of this token. Default: option `webhookDomains`. */
  readonly webhookDomains?: readonly string[] | undefined;
  /** Seconds between `iat` and `exp`, 1…900. Default: option `tokenLifetime`. */
  readonly lifetime?: number | undefined;
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
   *   `identity_invalid` when the identity breaks a rule or the token would be too long
   * @throws KindlyAuthOptionsError for bad `options`, or when the module has no key to sign with
   */
  async issue(
    chatId: string,
    identity: KindlyIdentity<C>,
    options: KindlyIssueOptions = {},
  ): Promise<string> {
    assertChatId(chatId);
    const own = ownMembers(identity);
    const members = this.membersOf(chatId, own, options);
    await this.assertVerifiable(members);
    const token = await this.jwt.signAsync({
      ...members,
      chat: { id: chatId, ...this.forwardingOf(own, options) },
    });
    this.assertNotTooLong(token, chatId);
    return token;
  }

  /**
   * Verifies a token as the webhook guard does: form, signature, then claims. It knows no request,
   * so binding the token to a chat, a body or a host is yours.
   *
   * @returns the claims, deep-frozen, as an instance of your claims class
   * @throws KindlyAuthException `token_invalid`, `token_expired`, `claims_invalid`
   */
  async verify(token: string): Promise<C> {
    try {
      await this.jwt.verifyAsync(token);
    } catch (error) {
      throw tokenInvalid(error);
    }
    return this.verifier.claimsOf(token);
  }

  private membersOf(chatId: string, own: ClaimMembers, options: KindlyIssueOptions): ClaimMembers {
    const iat = nowInSeconds();
    const claims = {
      ...own,
      iss: this.settings.issuer,
      iat,
      exp: iat + this.lifetimeOf(options),
      chat: { id: chatId },
    };
    return JSON.parse(toJson(claims)) as ClaimMembers;
  }

  /** Where Kindly may forward the token to. A function of the app's sees a checked identity only. */
  private forwardingOf(
    own: ClaimMembers,
    { webhookDomains }: KindlyIssueOptions,
  ): { readonly webhook_domains?: readonly string[] } {
    const domains = this.settings.webhookDomainsOf(own, webhookDomains);
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
