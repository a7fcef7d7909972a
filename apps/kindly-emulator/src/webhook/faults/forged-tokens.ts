import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Claims } from '../../token/claim-rules.js';

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function assemble(header: object, claims: Claims, seal: (input: string) => Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${seal(input).toString('base64url')}`;
}

/** A key pair that nobody has configured anywhere. */
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** What forgeries start from when the chat has no token: claims that are good but for their maker. */
export function plausibleClaims(chatId: string, now: number): Claims {
  return {
    iss: 'kindly-emulator',
    sub: 'emulator',
    iat: now,
    exp: now + 300,
    chat: { id: chatId },
  };
}

export function signedBy(key: KeyObject, claims: Claims, alg: 'RS256' | 'RS512' = 'RS256'): string {
  const hash = alg === 'RS256' ? 'sha256' : 'sha512';
  return assemble({ alg, typ: 'JWT' }, claims, (input) => sign(hash, Buffer.from(input), key));
}

export function signedByForeignKey(claims: Claims): string {
  return signedBy(foreign, claims);
}

export function rs512(claims: Claims, key: KeyObject | undefined): string {
  return signedBy(key ?? foreign, claims, 'RS512');
}

export function unsigned(claims: Claims): string {
  return assemble({ alg: 'none', typ: 'JWT' }, claims, () => Buffer.alloc(0));
}

/** The classic: the public key, which everybody may know, used as the secret of an HMAC. */
export function hs256WithPublicKey(claims: Claims, publicKey: string): string {
  const seal = (input: string): Buffer => createHmac('sha256', publicKey).update(input).digest();
  return assemble({ alg: 'HS256', typ: 'JWT' }, claims, seal);
}

export function expired(claims: Claims, key: KeyObject, now: number): string {
  return signedBy(key, { ...claims, iat: now - 900, exp: now - 600 });
}

export function ofAnotherChat(claims: Claims, key: KeyObject): string {
  const chat = { ...(claims['chat'] as object), id: randomUUID() };
  return signedBy(key, { ...claims, chat });
}
