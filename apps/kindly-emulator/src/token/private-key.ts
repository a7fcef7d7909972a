import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readPublicKey } from './public-key.js';

/** A private key that tokens are signed with. */
export interface SigningKey {
  readonly key: KeyObject;
  /** RFC 7638 thumbprint of the public key. */
  readonly thumbprint: string;
  /** The public key in PEM text, as it is pasted at Kindly. */
  readonly publicKey: string;
}

/** A private key that cannot be used: the message says what it is, and what belongs there. */
export class PrivateKeyError extends Error {
  override readonly name = 'PrivateKeyError';
}

function parse(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new PrivateKeyError(
      'This PEM text is damaged: something was lost or changed in copying.',
    );
  }
}

/**
 * Reads a private key in PEM text, PKCS#1 or PKCS#8.
 *
 * @throws PrivateKeyError
 * @throws PublicKeyError when it is of another kind than RSA, or too small
 */
export function readPrivateKey(text: string): SigningKey {
  const pem = text.replaceAll('\\n', '\n').replaceAll('\r', '').trim();
  if (!pem.includes('PRIVATE KEY')) {
    throw new PrivateKeyError(
      'This is no private key: it must begin with "-----BEGIN PRIVATE KEY-----". Make a pair: kindly-emulator keys',
    );
  }
  if (pem.includes('ENCRYPTED')) {
    throw new PrivateKeyError(
      'This key is locked by a passphrase. Use a development key without one: kindly-emulator keys',
    );
  }
  const key = parse(pem);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { key, publicKey, thumbprint: readPublicKey(publicKey).thumbprint };
}
