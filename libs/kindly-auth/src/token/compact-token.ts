import { isUtf8 } from 'node:buffer';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import type { ClaimMembers } from '../claims/claim-members.js';
import { isJsonObject, ownMember, repeatsMember } from '../claims/json-object.js';

/** A token that has the form of a Kindly token. Nothing of it is proven yet. */
export interface CompactToken {
  readonly keyId: string | undefined;
  /** The bytes that the signature covers (RFC 7515, section 5.1). */
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
  /** Not to be looked at before the signature holds. */
  readonly members: ClaimMembers;
}

const THREE_PARTS = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/**
 * Header parameters that would change how the token is read or which key it is checked with.
 * `crit` and `b64` change the rules of reading, `zip` and `cty` the meaning of the payload; with
 * `jwk`, `jku`, `x5u` and `x5c` a forger would bring his own key.
 */
const REFUSED_PARAMETERS = ['crit', 'b64', 'zip', 'cty', 'jwk', 'jku', 'x5u', 'x5c'] as const;

function malformed(reason: string): KindlyAuthException {
  return new KindlyAuthException('token_invalid', { reason });
}

/** Without the check for canonical form, one signature could be written in several ways. */
function decodePart(part: string, name: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part)
    throw malformed(`the ${name} is not canonical base64url`);
  return bytes;
}

/** @returns `undefined`, which is no JSON, for what is none */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseObject(bytes: Buffer, name: string): ClaimMembers {
  const text = bytes.toString('utf8');
  const value = isUtf8(bytes) ? parseJson(text) : undefined;
  if (value === undefined) throw malformed(`the ${name} is not JSON in UTF-8`);
  if (!isJsonObject(value)) throw malformed(`the ${name} is not a JSON object`);
  if (repeatsMember(text, value)) throw malformed(`the ${name} names a member twice`);
  return value;
}

/** @returns the key id, if the header has one */
function checkHeader(header: object): string | undefined {
  // The algorithm is ours, never the token's: "none" and HS256 keyed with the public key end here.
  if (ownMember(header, 'alg') !== 'RS256') throw malformed('the algorithm is not RS256');
  const typ = ownMember(header, 'typ');
  if (typ !== undefined && !(typeof typ === 'string' && typ.toUpperCase() === 'JWT')) {
    throw malformed('the type is not JWT');
  }
  const refused = REFUSED_PARAMETERS.find((name) => Object.hasOwn(header, name));
  if (refused !== undefined) throw malformed(`the header has "${refused}"`);
  const keyId = ownMember(header, 'kid');
  if (keyId !== undefined && typeof keyId !== 'string')
    throw malformed('the key id is not a string');
  return keyId;
}

/**
 * Reads a compact JWS (RFC 7515, section 7.1) that could be a Kindly token: three parts in
 * canonical base64url, header and payload JSON objects in UTF-8, RS256.
 *
 * All of it is cheap, and comes before any RSA.
 *
 * @param maxLength in characters; a longer token is refused unread
 * @throws KindlyAuthException `token_invalid`
 */
export function parseCompactToken(token: string, maxLength: number): CompactToken {
  if (token.length > maxLength) throw malformed(`it is longer than ${maxLength} characters`);
  const [, header, payload, signature] = THREE_PARTS.exec(token) ?? [];
  if (header === undefined || payload === undefined || signature === undefined) {
    throw malformed('it does not have three parts in base64url');
  }
  const keyId = checkHeader(parseObject(decodePart(header, 'header'), 'header'));
  return {
    keyId,
    members: parseObject(decodePart(payload, 'payload'), 'payload'),
    signature: decodePart(signature, 'signature'),
    signedBytes: Buffer.from(`${header}.${payload}`),
  };
}
