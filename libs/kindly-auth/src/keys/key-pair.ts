import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { thumbprint } from './key-id.js';

/** A fresh RSA key pair in PEM text. */
export interface KindlyKeyPair {
  /** PKCS#8. Goes into option `privateKey`, and to nobody else. */
  readonly privateKey: string;
  /** SPKI. Goes into Kindly: Settings → Kindly Chat → Authentication. */
  readonly publicKey: string;
  /** RFC 7638 thumbprint: the `kid` of the tokens that this pair makes, unless you set `keyId`. */
  readonly keyId: string;
}

const generate = promisify(generateKeyPair);

/**
 * Makes a key pair, as the two `openssl` commands of the specification do (section "Create a
 * private/public key pair").
 *
 * @param options.modulusLength bits of the RSA modulus, 2048…8192. Default: 2048
 * @throws KindlyAuthOptionsError `invalid`
 */
export async function generateKindlyKeyPair(
  options: { readonly modulusLength?: number | undefined } = {},
): Promise<KindlyKeyPair> {
  const { modulusLength = 2048 } = options;
  if (!Number.isInteger(modulusLength) || modulusLength < 2048 || modulusLength > 8192) {
    throw new KindlyAuthOptionsError(
      'modulusLength',
      'invalid',
      'must be a whole number from 2048 to 8192.',
    );
  }
  const pair = await generate('rsa', {
    modulusLength,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { ...pair, keyId: thumbprint(createPublicKey(pair.publicKey)) };
}
