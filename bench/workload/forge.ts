import { createHmac, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { chatIdOf, ISSUER, KEY_ID, LIFETIME, ownClaims } from './workload.js';

const signOnPool = promisify<string, Buffer, string, Buffer>(sign);

/** A token, and the chat that it is for. */
export interface ForgedToken {
  readonly token: string;
  readonly chatId: string;
}

export interface Forgery {
  readonly privateKey: string;
  /** Makes it differ from every other one. */
  readonly number: number;
  readonly header?: object;
  readonly claims?: object;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function unsigned({ number, header, claims }: Omit<Forgery, 'privateKey'>): string {
  const iat = Math.floor(Date.now() / 1000);
  const members = {
    iss: ISSUER,
    iat,
    exp: iat + LIFETIME,
    ...ownClaims(chatIdOf(number)),
    ...claims,
  };
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: KEY_ID, ...header })}.${encode(members)}`;
}

/** A token by Node's own signature, so that no contender has made what it is measured with. */
export async function forge({ privateKey, ...given }: Forgery): Promise<ForgedToken> {
  const signedPart = unsigned(given);
  const signature = await signOnPool('sha256', Buffer.from(signedPart), privateKey);
  return {
    token: `${signedPart}.${signature.toString('base64url')}`,
    chatId: chatIdOf(given.number),
  };
}

/** The classic: the public key, which everybody has, as the secret of a symmetric algorithm. */
export async function forgeWithPublicKey(publicKey: string, number: number): Promise<ForgedToken> {
  const signedPart = unsigned({ number, header: { alg: 'HS256' } });
  const signature = createHmac('sha256', publicKey).update(signedPart).digest('base64url');
  return { token: `${signedPart}.${signature}`, chatId: chatIdOf(number) };
}

export async function forgeWithoutSignature(number: number): Promise<ForgedToken> {
  return { token: `${unsigned({ number, header: { alg: 'none' } })}.`, chatId: chatIdOf(number) };
}
