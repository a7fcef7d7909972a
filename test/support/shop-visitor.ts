import { randomBytes, randomInt } from 'node:crypto';
import { type Answer, send } from './http.js';
import { CHAT_ID, deliver, ISSUER, keyPair, mint, now } from './kindly.js';
import { missingPrograms } from './programs.js';
import { cookieOf, type Environment, type Sample } from './sample.js';

/** Why the shop's servers are not on this machine; `undefined` when they are. */
export const MISSING_SERVERS = missingPrograms('redis-server', 'initdb', 'postgres');

/** What the title of a test says when it is skipped. */
export const BECAUSE = MISSING_SERVERS === undefined ? '' : `, skipped: ${MISSING_SERVERS}`;

/** Signs the webhooks of these shops. */
export const HMAC = randomBytes(24).toString('base64url');

/** What all replicas of one shop are told alike. */
export const SHOP: Environment = {
  KINDLY_ISSUER: ISSUER,
  KINDLY_PRIVATE_KEY: keyPair().privateKey,
  KINDLY_HMAC_SECRET: HMAC,
  TRUST_PROXY: '1',
};

/** Tokens of Ola's that are old enough to be revoked at once: of this second's, none is. */
export const olasToken = (): string =>
  mint({ sub: '2', name: 'Ola Hansen', tier: 'basic', iat: now() - 10, chat: { id: CHAT_ID } });

function newAddress(): string {
  return `2001:db8:${randomInt(0x1_0000).toString(16)}:${randomInt(0x1_0000).toString(16)}::1`;
}

/**
 * A browser before any of the replicas. It moves on with each request, so that it meets no limit, unless it
 * stays at one address.
 */
export class Visitor {
  cookie = '';
  readonly #address: string | undefined;

  constructor(stays: 'moving' | 'staying' = 'moving') {
    this.#address = stays === 'staying' ? newAddress() : undefined;
  }

  get(sample: Sample, path = '/'): Promise<Answer> {
    return this.#send(sample, path, 'GET');
  }

  async signIn(sample: Sample, email: string, password = 'kindly-demo'): Promise<Answer> {
    const form = new URLSearchParams({ email, password }).toString();
    const answer = await this.#send(sample, '/sign-in', 'POST', form);
    if (answer.status === 303) this.cookie = cookieOf(answer);
    return answer;
  }

  signOut(sample: Sample): Promise<Answer> {
    return this.#send(sample, '/sign-out', 'POST');
  }

  token(sample: Sample): Promise<Answer> {
    const body = JSON.stringify({ chatId: CHAT_ID });
    return this.#send(sample, '/kindly/token', 'POST', body, 'text/plain');
  }

  #send(
    { url }: Sample,
    path: string,
    method: string,
    body = '',
    type = 'application/x-www-form-urlencoded',
  ): Promise<Answer> {
    const headers = ['Content-Type', type, 'Cookie', this.cookie];
    return send(url + path, {
      method,
      body,
      headers: [...headers, 'X-Forwarded-For', `192.0.2.99, ${this.#address ?? newAddress()}`],
    });
  }
}

/** Asks about an order of Ola's, as Kindly does. */
export function askAboutOrder({ url }: Sample, token: string): Promise<Answer> {
  const body = JSON.stringify({ chat_id: CHAT_ID, message: 'Where is order 1043?' });
  return deliver(`${url}/webhooks/orders`, { token, secret: HMAC, body });
}

/** A refusal that says when to come back. */
export const UNAVAILABLE = { status: 503, headers: { 'retry-after': '1' } };
