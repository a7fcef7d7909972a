import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KindlyKeyPair } from '../index.js';

const pairs = new Map<string, KindlyKeyPair>();

/** RFC 7638: the `kid` that the library gives to a key. */
function thumbprint(publicKey: string): string {
  const { e, kty, n } = createPublicKey(publicKey).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

function generate(): KindlyKeyPair {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return Object.freeze({ ...pair, keyId: thumbprint(pair.publicKey) });
}

/**
 * An RSA key pair for tests alone. It is made when it is first asked for, which takes a tenth of a
 * second or so, and then is the same under this name for as long as the module is loaded: in Vitest and
 * Jest for one test file. It is written nowhere.
 *
 * At once and not by a promise, so that it can stand at the head of a file of any module format.
 *
 * @param name another name, another pair
 */
export function throwAwayKindlyKeyPair(name = 'default'): KindlyKeyPair {
  const pair = pairs.get(name) ?? generate();
  pairs.set(name, pair);
  return pair;
}
