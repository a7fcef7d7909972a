import type { KeyObject } from 'node:crypto';

/**
 * An RSA key as people have it: PEM text (PKCS#1, PKCS#8 or SPKI; also with `\n` written as two
 * characters, with CRLF, with its body on one line, or as base64 of the whole PEM text), the same in
 * a `Buffer`, or a `KeyObject`. An encrypted private key comes with its passphrase.
 */
export type KindlyKeyInput = string | Buffer | KeyObject | KindlyEncryptedKey;

/** A private key in PEM text that a passphrase protects. */
export interface KindlyEncryptedKey {
  /** PEM text, or a `Buffer` of it. */
  readonly key: string | Buffer;
  /** What the key was encrypted with. */
  readonly passphrase: string;
}

/** A public key under the `kid` that its tokens carry. */
export interface KindlyNamedPublicKey {
  /** RSA public key of 2048 bits or more. */
  readonly key: string | Buffer | KeyObject;
  /** Default: the key's RFC 7638 thumbprint. */
  readonly keyId?: string | undefined;
}

/** A public key whose tokens are still accepted while a key rotates. */
export type KindlyPreviousPublicKey = string | Buffer | KeyObject | KindlyNamedPublicKey;
