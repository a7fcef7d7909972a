import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Signs bytes with RSASSA-PKCS1-v1_5 and SHA-256, which is what JOSE calls RS256.
 *
 * Implement it to keep the private key in a KMS, an HSM or Vault's transit engine, so that it never
 * enters the process; give it as option `signer`, together with `publicKey`.
 */
export interface KindlyTokenSigner {
  /** `kid` of the tokens that are signed, unless option `keyId` says otherwise. */
  readonly keyId: string;
  /**
   * Signs the bytes of one token.
   *
   * @param data the bytes of the JWS signing input (RFC 7515, section 5.1), not their digest
   * @returns the raw signature, as many bytes as the RSA modulus has
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

const signAsync = promisify(sign);

/**
 * Signs with a private key that this process holds. The RSA operation runs on libuv's thread pool,
 * so that it does not block the event loop.
 *
 * @internal
 */
export class LocalTokenSigner implements KindlyTokenSigner {
  // Private at run time too: nothing that prints or serialises the signer can reach the key.
  readonly #privateKey: KeyObject;

  constructor(
    privateKey: KeyObject,
    readonly keyId: string,
  ) {
    this.#privateKey = privateKey;
  }

  sign(data: Uint8Array): Promise<Uint8Array> {
    return signAsync('sha256', data, this.#privateKey);
  }
}
