import { createHmac } from 'node:crypto';
import {
  createKindlyTestKit,
  KindlyTestWebhook,
  throwAwayKindlyKeyPair,
} from 'nestjs-kindly-auth/testing';
import { type Answer, send } from './http.js';

export const ISSUER = 'https://shop.example.com';
export const CHAT_ID = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';

/** Of the library's own kit: what our tests use of it is what it is tested by. */
export const kindly = createKindlyTestKit({
  issuer: ISSUER,
  chatId: CHAT_ID,
  webhookDomains: ['shop.example.com'],
});

/** A key pair that is made when it is first asked for, and then is the same for the whole file. */
export const keyPair = throwAwayKindlyKeyPair;

export function now(): number {
  return Math.floor(Date.now() / 1000);
}

const USER = kindly.tokenFor({ sub: 'user-1' });

/** The claims of a good token. */
export function goodClaims(): Record<string, unknown> {
  return { ...USER.claims };
}

/** A good token, with these claims put in their place. */
export function mint(
  claims: Record<string, unknown> = {},
  { key, header = {} }: { key?: string; header?: Record<string, unknown> } = {},
): string {
  return USER.withClaims(claims).withHeader(header).signedWith(keyPair(key).privateKey).toString();
}

export function kindlyHmac(body: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** The two headers with which Kindly signs a body. */
export function signatureHeaders(body: string | Uint8Array, secret: string): string[] {
  return [
    'Kindly-HMAC',
    kindlyHmac(body, secret),
    'Kindly-HMAC-algorithm',
    'HMAC-SHA-256 (base64 encoded)',
  ];
}

export interface Webhook {
  readonly token?: string;
  readonly secret?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: readonly string[];
  readonly contentType?: string;
}

export const WEBHOOK_BODY = JSON.stringify({ chat_id: CHAT_ID, message: 'Where is my order?' });

/** Delivers a webhook of the kit's, or JSON with the token and the signature that are given. */
export function deliver(url: string, webhook: Webhook | KindlyTestWebhook = {}): Promise<Answer> {
  if (webhook instanceof KindlyTestWebhook) {
    const { body: text, headers } = webhook;
    return send(url, { body: text, headers: Object.entries(headers).flat() });
  }
  const { token, secret, body = WEBHOOK_BODY, contentType = 'application/json' } = webhook;
  return send(url, {
    body,
    headers: [
      ...(contentType === '' ? [] : ['Content-Type', contentType]),
      ...(token === undefined ? [] : ['Authorization', `Bearer ${token}`]),
      ...(secret === undefined ? [] : signatureHeaders(body, secret)),
      ...(webhook.headers ?? []),
    ],
  });
}
