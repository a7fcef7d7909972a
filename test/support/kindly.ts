import { createHmac } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { generateKindlyKeyPair, type KindlyKeyPair } from 'nestjs-kindly-auth';
import { type Answer, send } from './http.js';

export const ISSUER = 'https://shop.example.com';
export const CHAT_ID = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';

const pairs = new Map<string, Promise<KindlyKeyPair>>();

/** A key pair that is made when it is first asked for, and then is the same for the whole file. */
export function keyPair(name = 'current'): Promise<KindlyKeyPair> {
  const pair = pairs.get(name) ?? generateKindlyKeyPair();
  pairs.set(name, pair);
  return pair;
}

export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** The claims of a good token. */
export function goodClaims(): Record<string, unknown> {
  return {
    iss: ISSUER,
    sub: 'user-1',
    iat: now(),
    exp: now() + 300,
    chat: { id: CHAT_ID, webhook_domains: ['shop.example.com'] },
  };
}

/** A token made by jose: that of {@link goodClaims}, with these claims put in their place. */
export async function mint(
  claims: Record<string, unknown> = {},
  { key = 'current', header = {} }: { key?: string; header?: Record<string, unknown> } = {},
): Promise<string> {
  const { privateKey } = await keyPair(key);
  return new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
    .sign(await importPKCS8(privateKey, 'RS256'));
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

/** Delivers a webhook as Kindly does: JSON, with the token and the signature that are given. */
export function deliver(url: string, webhook: Webhook = {}): Promise<Answer> {
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
