import { sign } from 'node:crypto';

/** A token, with what is remembered of it. */
export interface Issued {
  readonly token: string;
  readonly chatId: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

interface Claims {
  readonly sub?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly chat?: { readonly id?: unknown };
}

function part(token: string, index: number): Record<string, unknown> {
  const text = Buffer.from(token.split('.')[index] ?? '', 'base64url').toString();
  return JSON.parse(text) as Record<string, unknown>;
}

export function claimsOf(token: string): Claims {
  return part(token, 1);
}

/** Id of the key that signed it. */
export function keyIdOf(token: string): string {
  return String(part(token, 0)['kid']);
}

export function issuedFrom(token: string, chatId: string): Issued {
  const { iat, exp } = claimsOf(token);
  return { token, chatId, issuedAt: Number(iat), expiresAt: Number(exp) };
}

/** The same header, other claims, and a genuine signature of whoever has the key. */
export function signedAnew(
  token: string,
  privateKey: string,
  claims: Readonly<Record<string, unknown>> = {},
): string {
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode(part(token, 0))}.${encode({ ...part(token, 1), ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
