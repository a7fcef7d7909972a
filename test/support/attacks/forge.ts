import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { goodClaims, keyPair } from '../kindly.js';
import { PERSON } from './target.js';

const { privateKey, publicKey } = keyPair();

/** Goes into a token as it is when it is text or bytes, else as JSON. */
export type Part = string | Uint8Array | object;

/** Makes the third part of a token from the first two. */
export type Seal = (input: string) => string;

export const RS256 = { alg: 'RS256', typ: 'JWT' } as const;

/** The public key, which everybody may have. */
export const PUBLIC_KEY: KeyObject = createPublicKey(publicKey);

export function encode(part: Part): string {
  const isRaw = typeof part === 'string' || part instanceof Uint8Array;
  return Buffer.from(isRaw ? part : JSON.stringify(part)).toString('base64url');
}

/** RS256 by a key, ours unless another is given. */
export function rs256(key: string | KeyObject = privateKey): Seal {
  return (input) => sign('sha256', Buffer.from(input), key).toString('base64url');
}

/** The claims of a good token about a person with a name, with these in their place. */
export function claims(bent: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...goodClaims(), ...PERSON, ...bent };
}

/** A token of any header and payload, by our own key unless sealed otherwise. */
export function forge(
  header: Part = RS256,
  payload: Part = claims(),
  seal: Seal = rs256(),
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${seal(input)}`;
}

/** A genuine token with these claims. */
export function tokenOf(bent: Readonly<Record<string, unknown>> = {}): string {
  return forge(RS256, claims(bent));
}

/** The claims of a good token as JSON, with these members in front: duplicates, odd names, odd numbers. */
export function jsonWith(members: string, bent: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify(claims(bent)).replace('{', `{${members},`);
}
