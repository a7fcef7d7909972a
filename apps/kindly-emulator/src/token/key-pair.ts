import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { readPublicKey } from './public-key.js';

/** A fresh RSA key pair in PEM text. */
export interface KeyPair {
  /** PKCS#8 */
  readonly privateKey: string;
  /** SPKI */
  readonly publicKey: string;
  /** RFC 7638 thumbprint. */
  readonly thumbprint: string;
}

const generate = promisify(generateKeyPair);

/**
 * Makes a key pair, as the two `openssl` commands of the specification do (section "Create a
 * private/public key pair").
 *
 * @param bits of the modulus
 */
export async function makeKeyPair(bits: number): Promise<KeyPair> {
  const pair = await generate('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { ...pair, thumbprint: readPublicKey(pair.publicKey).thumbprint };
}
