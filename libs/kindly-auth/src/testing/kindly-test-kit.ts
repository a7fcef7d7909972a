import { createHmac, createPublicKey, verify } from 'node:crypto';
import type { CanActivate } from '@nestjs/common';
import {
  type KindlyAuthModuleOptions,
  kindlyAuthOverrideToken,
  KindlyClaims,
  type KindlyClaimsClass,
  type KindlyIdentity,
} from '../index.js';
import { guardAdmitting, guardAdmittingAnonymous } from './admitting-guard.js';
import { KindlyTestToken } from './kindly-test-token.js';
import { KindlyTestWebhook } from './kindly-test-webhook.js';
import { assertRecord, assertText, isRecord, misuse } from './misuse.js';
import { throwAwayKindlyKeyPair } from './throw-away-key-pair.js';

/** Settings of {@link createKindlyTestKit}. None is required. */
export interface KindlyTestKitSettings<C extends KindlyClaims = KindlyClaims> {
  /** The bot that the kit is for, where an app has several: each has keys of its own. Default: `'default'` */
  readonly bot?: string | undefined;
  /** Your claims class: types the identities. Default: `KindlyClaims` */
  readonly claims?: KindlyClaimsClass<C> | undefined;
  /** `iss` of the tokens. Default: `'https://issuer.test'` */
  readonly issuer?: string | undefined;
  /** The chat of tokens and webhooks that name none. Default: a UUID, always the same */
  readonly chatId?: string | undefined;
  /** `chat.webhook_domains` of the tokens. With option `webhookHost` they must list it. Default: `[]` */
  readonly webhookDomains?: readonly string[] | undefined;
  /** Keys of an app that has its own. Default: a throw-away pair, one for each bot */
  readonly keys?: KindlyTestKeys | undefined;
  /** Secrets of an app that has its own, by name. Default: one is made for each name */
  readonly hmacSecrets?: Readonly<Record<string, string>> | undefined;
}

/** An RSA key pair in PEM text. */
export interface KindlyTestKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Options for `KindlyAuthModule.forRoot()`, to be spread. */
export interface KindlyTestOptions<C extends KindlyClaims = KindlyClaims> {
  readonly issuer: string;
  readonly privateKey: string;
  readonly hmacSecrets: string | Readonly<Record<string, string>>;
  readonly claims?: KindlyClaimsClass<C>;
}

/** The part of `Test.createTestingModule()` of `@nestjs/testing` that the kit needs. */
export interface KindlyTestingModuleBuilder {
  overrideProvider(token: unknown): { useValue(value: unknown): unknown };
}

const SETTING_NAMES: ReadonlySet<string> = new Set<keyof KindlyTestKitSettings>([
  'bot',
  'claims',
  'issuer',
  'chatId',
  'webhookDomains',
  'keys',
  'hmacSecrets',
]);
const DEFAULT_CHAT_ID = '5b0a4f0e-6c1d-4c8e-9a53-2f7d1e8b6c40';
/** Claims that the library sets; an identity that has one of them is refused by it, too. */
const RESERVED_CLAIMS = ['iss', 'iat', 'exp', 'nbf', 'jti', 'aud', 'chat'] as const;

function assertSettings(settings: object): void {
  assertRecord(settings, 'what createKindlyTestKit() gets');
  const unknown = Object.keys(settings).find((name) => !SETTING_NAMES.has(name));
  if (unknown === undefined) return;
  throw misuse(`setting "${unknown}" is not known. There are: ${[...SETTING_NAMES].join(', ')}.`);
}

function assertIdentity(identity: unknown): void {
  if (!isRecord(identity)) throw misuse('an identity must be an object with a "sub".');
  assertText(identity['sub'], '"sub" of an identity', 'To be without, use token.without("sub").');
  const reserved = RESERVED_CLAIMS.find((name) => identity[name] !== undefined);
  if (reserved === undefined) return;
  throw misuse(
    `claim "${reserved}" is not the identity's. To bend it, use token.withClaims({ ${reserved}: … }).`,
  );
}

/**
 * What a test needs of Kindly: throw-away keys and secrets, tokens and webhooks that are good or bent,
 * and a guard that stands in for the real one. Make one with {@link createKindlyTestKit}.
 */
export class KindlyTestKit<C extends KindlyClaims = KindlyClaims> {
  /** Name of the bot. */
  readonly bot: string;
  /** `iss` of the tokens. */
  readonly issuer: string;
  /** The chat of tokens and webhooks that name none. */
  readonly chatId: string;
  readonly #settings: KindlyTestKitSettings<C>;

  /** @internal */
  constructor(settings: KindlyTestKitSettings<C>) {
    const { bot = 'default', issuer = 'https://issuer.test', chatId = DEFAULT_CHAT_ID } = settings;
    for (const [name, value] of Object.entries({ bot, issuer, chatId })) {
      assertText(value, `setting "${name}"`);
    }
    this.bot = bot;
    this.issuer = issuer;
    this.chatId = chatId;
    this.#settings = settings;
  }

  /** The private key in PEM text, for option `privateKey` or the variable that you read it from. */
  get privateKey(): string {
    return this.#keys.privateKey;
  }

  /** The public key in PEM text, for option `publicKey` of a module that verifies only. */
  get publicKey(): string {
    return this.#keys.publicKey;
  }

  /**
   * Options for a module that trusts this kit:
   * `KindlyAuthModule.forRoot({ ...kindly.options, controller: false })`.
   */
  get options(): KindlyTestOptions<C> {
    const { claims, hmacSecrets = this.secret() } = this.#settings;
    const { issuer, privateKey } = this;
    return { issuer, privateKey, hmacSecrets, ...(claims && { claims }) };
  }

  /**
   * A secret of `Kindly-HMAC`.
   *
   * @param name its name in option `hmacSecrets`. Default: `'dialogue'`
   */
  secret(name = 'dialogue'): string {
    assertText(name, 'the name of a secret');
    const { hmacSecrets } = this.#settings;
    if (hmacSecrets === undefined) {
      // Of the key and the name alone, so that whoever asks twice gets the same.
      return createHmac('sha256', this.privateKey).update(name).digest('base64');
    }
    const secret = Object.hasOwn(hmacSecrets, name) ? hmacSecrets[name] : undefined;
    if (secret !== undefined) return secret;
    const names = Object.keys(hmacSecrets).join(', ');
    throw misuse(`setting "hmacSecrets" has no secret "${name}" (there are: ${names}).`);
  }

  /** A token about somebody who is signed in, as the app would issue it; then bend it. */
  tokenFor(identity: KindlyIdentity<C>): KindlyTestToken {
    assertIdentity(identity);
    const { issuer, privateKey, chatId } = this;
    const { webhookDomains = [] } = this.#settings;
    return KindlyTestToken.about({ issuer, privateKey, chatId, webhookDomains, identity });
  }

  /** A webhook from nobody in particular: signed, and with every field that Kindly documents. */
  webhook(): KindlyTestWebhook<C> {
    return KindlyTestWebhook.by(this);
  }

  /**
   * Verifies a token that the app has issued, as Kindly does with the public key: the signature, and
   * that it has not expired.
   *
   * @returns its claims
   * @throws TypeError when it is none of this app's, or not valid any more
   */
  verify(token: string): C {
    assertText(token, 'what verify() gets');
    const [header = '', claims = '', signature = ''] = token.split('.');
    const { alg } = parsePart(header);
    const isOurs =
      alg === 'RS256' &&
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        createPublicKey(this.publicKey),
        Buffer.from(signature, 'base64url'),
      );
    if (!isOurs) {
      throw misuse(
        'the token is not signed with the key of this kit. Did the app get it, by connectTo() or by the options?',
      );
    }
    const members = parsePart(claims);
    if (Number(members['exp']) * 1000 > Date.now()) return members as unknown as C;
    throw misuse('the token has expired.');
  }

  /**
   * Stands in for the guard, in a test of a controller alone: nothing is verified, everybody is this user.
   *
   * ```ts
   * .overrideGuard(KindlyWebhookGuard).useValue(kindly.admitting({ sub: 'ada' }))
   * ```
   *
   * `@KindlyUser()` gives an instance of the claims class, `@KindlyToken()` a token that fits.
   *
   * @throws TypeError when the claims break the rules of their class
   */
  admitting(identity: KindlyIdentity<C>): CanActivate {
    const claimsClass = this.#settings.claims ?? (KindlyClaims as KindlyClaimsClass<C>);
    return guardAdmitting(this.tokenFor(identity), claimsClass);
  }

  /** Stands in for the guard: nothing is verified, nobody is signed in. */
  admittingAnonymous(): CanActivate {
    return guardAdmittingAnonymous;
  }

  /**
   * Gives an app the keys, the issuer and the secrets of this kit in the place of its own, wherever it
   * has them from. All its other options stay as they are.
   *
   * ```ts
   * const testing = await kindly
   *   .connectTo(Test.createTestingModule({ imports: [AppModule] }))
   *   .compile();
   * ```
   *
   * @param builder what `Test.createTestingModule()` returns
   * @returns the same builder
   */
  connectTo<B extends KindlyTestingModuleBuilder>(builder: B): B {
    if (typeof builder?.overrideProvider !== 'function') {
      throw misuse('connectTo() needs what Test.createTestingModule({ … }) returns, not compiled.');
    }
    builder
      .overrideProvider(kindlyAuthOverrideToken(this.bot))
      .useValue((options: KindlyAuthModuleOptions) => this.#override(options));
    return builder;
  }

  get #keys(): KindlyTestKeys {
    return this.#settings.keys ?? throwAwayKindlyKeyPair(this.bot);
  }

  #override(options: KindlyAuthModuleOptions): Partial<KindlyAuthModuleOptions> {
    const isIssuer = 'privateKey' in options || 'signer' in options;
    return {
      issuer: this.issuer,
      privateKey: isIssuer ? this.privateKey : undefined,
      publicKey: this.publicKey,
      signer: undefined,
      keyId: undefined,
      previousPublicKeys: [],
      ...('hmacSecrets' in options ? { hmacSecrets: this.#secretsLike(options.hmacSecrets) } : {}),
    };
  }

  /** Secrets of this kit under the names of the app's; what the app leaves unsigned stays unsigned. */
  #secretsLike(
    secrets: KindlyAuthModuleOptions['hmacSecrets'],
  ): NonNullable<KindlyAuthModuleOptions['hmacSecrets']> {
    if (!isRecord(secrets)) return this.secret();
    return Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [
        name,
        value === false ? false : this.secret(name),
      ]),
    );
  }
}

function parsePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (isRecord(value)) return value;
  } catch {
    // It is no token then, and that is said below.
  }
  throw misuse('what verify() gets must be a compact JWT.');
}

/**
 * Makes a kit: for a whole test file, at its head.
 *
 * ```ts
 * const kindly = createKindlyTestKit({ claims: ShopClaims });
 * ```
 *
 * @throws TypeError for a setting that is not known
 */
export function createKindlyTestKit<C extends KindlyClaims = KindlyClaims>(
  settings: KindlyTestKitSettings<C> = {},
): KindlyTestKit<C> {
  assertSettings(settings);
  return new KindlyTestKit(settings);
}
