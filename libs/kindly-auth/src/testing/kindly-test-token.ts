import { createHmac, createPrivateKey, createPublicKey, type KeyLike, sign } from 'node:crypto';
import { assertRecord, assertText, bent, misuse } from './misuse.js';
import { throwAwayKindlyKeyPair } from './throw-away-key-pair.js';

type Members = Readonly<Record<string, unknown>>;
type Bend = (members: Members) => Members;

/** Makes the third part of a token from the first two. */
type Seal = (input: string) => string;

/** What a token says and how it is signed, before anybody bends it. */
interface TokenDraft {
  readonly claims: Bend;
  readonly header: Bend;
  readonly seal: Seal;
  /** What is put in the place of claims after they were signed. */
  readonly forged: Bend | undefined;
  readonly privateKey: string;
}

/** Whom and what a good token is about. */
export interface TokenSubject {
  readonly issuer: string;
  readonly privateKey: string;
  readonly identity: object;
  readonly chatId: string;
  readonly webhookDomains: readonly string[];
}

/** Seconds: more than any `clockTolerance`, which is 60 at the most. */
const BEYOND_TOLERANCE = 120;
/** Seconds between `iat` and `exp`, as the library's own default. */
const LIFETIME = 300;

const ALGORITHMS = { RS256: 'RS256', HS256: 'HS256', none: 'none' } as const;

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function rs256(privateKey: KeyLike): Seal {
  return (input) => sign('sha256', Buffer.from(input), privateKey).toString('base64url');
}

function assertPrivateKey(key: KeyLike): void {
  try {
    if (typeof key === 'string' || key instanceof Uint8Array) createPrivateKey(key);
    else if (key.type !== 'private') throw new TypeError();
  } catch {
    throw misuse('signedWith() needs a private key, in PEM text or as a KeyObject.');
  }
}

function encode(members: Members): string {
  return Buffer.from(JSON.stringify(members)).toString('base64url');
}

function assertSeconds(value: unknown, place: string): void {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw misuse(`${place} must be a number of seconds greater than 0.`);
}

/**
 * A token as the app would issue it, until it is bent. Each method gives another token and leaves this
 * one as it is; times count from the moment at which the token is written, by `toString()`.
 *
 * ```ts
 * kindly.tokenFor({ sub: 'ada' }).inChat('c1').expired().toString()
 * ```
 */
export class KindlyTestToken {
  // Private to the language too: what a failing test prints of a token must not show the key.
  readonly #draft: TokenDraft;

  private constructor(draft: TokenDraft) {
    this.#draft = draft;
  }

  /** @internal */
  static about(subject: TokenSubject): KindlyTestToken {
    const { issuer, identity, chatId, webhookDomains, privateKey } = subject;
    const domains = webhookDomains.length > 0 ? { webhook_domains: webhookDomains } : {};
    return new KindlyTestToken({
      claims: () => {
        const iat = nowInSeconds();
        const chat = { id: chatId, ...domains };
        return bent({ iss: issuer, iat, exp: iat + LIFETIME, chat }, { ...identity });
      },
      header: () => ({ alg: ALGORITHMS.RS256, typ: 'JWT' }),
      seal: rs256(privateKey),
      forged: undefined,
      privateKey,
    });
  }

  /** The token of another chat: claim `chat.id`. */
  inChat(id: string): KindlyTestToken {
    assertText(id, 'the chat id of inChat()', 'For none, use .without("chat").');
    return this.#claiming(({ chat, ...others }) => ({ ...others, chat: { ...Object(chat), id } }));
  }

  /** The hosts that Kindly may forward the token to: claim `chat.webhook_domains`. */
  forwardableTo(...domains: readonly string[]): KindlyTestToken {
    return this.#claiming(({ chat, ...others }) => ({
      ...others,
      chat: { ...Object(chat), webhook_domains: domains },
    }));
  }

  /** Any claims, good or not, in the place of those that are there; `undefined` takes one out. */
  withClaims(claims: Readonly<Record<string, unknown>>): KindlyTestToken {
    assertRecord(claims, 'what withClaims() gets');
    return this.#claiming((members) => bent(members, claims));
  }

  /** Takes claims out. */
  without(...claims: readonly string[]): KindlyTestToken {
    return this.withClaims(Object.fromEntries(claims.map((name) => [name, undefined])));
  }

  /** Claim `iss` of somebody else. */
  issuedBy(issuer: string): KindlyTestToken {
    return this.withClaims({ iss: issuer });
  }

  /**
   * Past its time.
   *
   * @param ago seconds since `exp`. Default: 120, more than any `clockTolerance`
   */
  expired(ago: number = BEYOND_TOLERANCE): KindlyTestToken {
    assertSeconds(ago, 'the argument of expired()');
    return this.#claiming((members) => {
      const exp = nowInSeconds() - ago;
      return { ...members, iat: exp - LIFETIME, exp };
    });
  }

  /**
   * Before its time: claim `nbf` lies in the future.
   *
   * @param ahead seconds until then. Default: 120, more than any `clockTolerance`
   */
  notYetValid(ahead: number = BEYOND_TOLERANCE): KindlyTestToken {
    assertSeconds(ahead, 'the argument of notYetValid()');
    return this.#claiming((members) => ({ ...members, nbf: nowInSeconds() + ahead }));
  }

  /** Another life than that of 300 seconds; the specification allows 900 at the most. */
  livingFor(seconds: number): KindlyTestToken {
    assertSeconds(seconds, 'the argument of livingFor()');
    return this.#claiming((members) => ({ ...members, exp: Number(members['iat']) + seconds }));
  }

  /** Any members of the header, such as `kid`; `undefined` takes one out. The signature stays RS256. */
  withHeader(header: Readonly<Record<string, unknown>>): KindlyTestToken {
    assertRecord(header, 'what withHeader() gets');
    return this.#heading((members) => bent(members, header));
  }

  /** Signed with another RSA key, in PEM text or as a `KeyObject`. */
  signedWith(privateKey: KeyLike): KindlyTestToken {
    assertPrivateKey(privateKey);
    return this.#sealed(rs256(privateKey));
  }

  /** Signed with the key of somebody else: the signature is a good one, and none of yours. */
  signedByStranger(): KindlyTestToken {
    return this.signedWith(throwAwayKindlyKeyPair('stranger').privateKey);
  }

  /** Algorithm `none`: says of itself that it needs no signature, and has none. */
  unsigned(): KindlyTestToken {
    return this.withHeader({ alg: ALGORITHMS.none }).#sealed(() => '');
  }

  /** Algorithm HS256, keyed with the text of your public key, which everybody may have. */
  signedWithPublicKey(): KindlyTestToken {
    const publicKey = createPublicKey(this.#draft.privateKey).export({
      type: 'spki',
      format: 'pem',
    });
    return this.withHeader({ alg: ALGORITHMS.HS256 }).#sealed((input) =>
      createHmac('sha256', publicKey).update(input).digest('base64url'),
    );
  }

  /**
   * Changed after it was signed.
   *
   * @param claims what is put in the place of the signed claims. Default: another `sub`
   */
  tampered(claims: Readonly<Record<string, unknown>> = { sub: 'somebody-else' }): KindlyTestToken {
    assertRecord(claims, 'what tampered() gets');
    return new KindlyTestToken({ ...this.#draft, forged: (members) => bent(members, claims) });
  }

  /** What it says, if it were written now. */
  get claims(): Readonly<Record<string, unknown>> {
    const { claims, forged } = this.#draft;
    return forged === undefined ? claims({}) : forged(claims({}));
  }

  /** The header of the JWS. */
  get header(): Readonly<Record<string, unknown>> {
    return this.#draft.header({});
  }

  /** The compact JWT, written and signed now. */
  toString(): string {
    const { claims, header, seal, forged } = this.#draft;
    const signed = claims({});
    const head = encode(header({}));
    const signature = seal(`${head}.${encode(signed)}`);
    return `${head}.${encode(forged === undefined ? signed : forged(signed))}.${signature}`;
  }

  /** In a JSON body as what it is: a text. */
  toJSON(): string {
    return this.toString();
  }

  #claiming(bend: Bend): KindlyTestToken {
    const { claims } = this.#draft;
    return new KindlyTestToken({ ...this.#draft, claims: (members) => bend(claims(members)) });
  }

  #heading(bend: Bend): KindlyTestToken {
    const { header } = this.#draft;
    return new KindlyTestToken({ ...this.#draft, header: (members) => bend(header(members)) });
  }

  #sealed(seal: Seal): KindlyTestToken {
    return new KindlyTestToken({ ...this.#draft, seal });
  }
}
