import { generateKeyPair, randomBytes, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { Environment } from '../../support/app-process.js';

export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

const generate = promisify(generateKeyPair);

export async function newKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Public name of the shop, to which Kindly delivers. */
export const HOST = 'shop.example.com';

/** All that the replicas of a shop, and Kindly, must know; made anew for every run. */
export class Secrets {
  readonly hmac = newSecret();
  readonly ticketHmac = newSecret();
  readonly password = newSecret();
  readonly botKey = `fleet-${randomBytes(6).toString('hex')}`;
  readonly #ticketWord = newSecret();
  readonly #metricsToken = newSecret();
  /** The one in force first, then those whose tokens are accepted still. */
  #accepted: readonly KeyPair[];

  private constructor(
    own: KeyPair,
    /** Of somebody whom the shop does not know. */
    readonly foreignKeys: KeyPair,
  ) {
    this.#accepted = [own];
  }

  static async create(): Promise<Secrets> {
    const [own, foreign] = await Promise.all([newKeyPair(), newKeyPair()]);
    return new Secrets(own, foreign);
  }

  /** The pair that replicas sign with which are started from now on. */
  get keys(): KeyPair {
    return this.#accepted[0] ?? this.foreignKeys;
  }

  /** Puts a pair in force for those that are started from now on. */
  rotate(next: KeyPair): void {
    this.#accepted = [next, ...this.#accepted];
  }

  /** From now on a token of any other key than the one in force may be refused. */
  forgetOldKeys(): void {
    this.#accepted = [this.keys];
  }

  /** The pair that a token was signed with, as long as it is accepted. */
  pairOf(token: string): KeyPair | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const signed = Buffer.from(`${header}.${payload}`);
    return this.#accepted.find(({ publicKey }) =>
      verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')),
    );
  }

  /** The `Authorization` header with which `/metrics` is read. */
  get metricsAuthorization(): string {
    return `Bearer ${this.#metricsToken}`;
  }

  environment(): Environment {
    return {
      KINDLY_BOT_KEY: this.botKey,
      KINDLY_PRIVATE_KEY: this.keys.privateKey,
      KINDLY_HMAC_SECRET: this.hmac,
      KINDLY_TICKET_SECRET: this.ticketHmac,
      KINDLY_TICKET_VERIFY_TOKEN: this.#ticketWord,
      KINDLY_WEBHOOK_DOMAINS: HOST,
      PUBLIC_URL: `https://${HOST}`,
      METRICS_TOKEN: this.#metricsToken,
    };
  }
}
