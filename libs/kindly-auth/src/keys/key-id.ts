import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * A public key on its way through PEM text.
 *
 * Node 20 can dead-lock when it exports a freshly generated RSA `KeyObject` as JWK, or derives a
 * public key from it: generating and exporting take the same locks in different order. A key that was
 * parsed from PEM does not have the problem.
 */
export function viaPem(key: KeyObject): KeyObject {
  return createPublicKey(
    key.type === 'private'
      ? key.export({ type: 'pkcs8', format: 'pem' })
      : key.export({ type: 'spki', format: 'pem' }),
  );
}

/**
 * The RFC 7638 thumbprint of an RSA public key (SHA-256, base64url): the default `kid`. It is a
 * function of the key alone, so every replica that has the key derives the same id.
 *
 * @param publicKey a key that went {@link viaPem}
 */
export function thumbprint(publicKey: KeyObject): string {
  const { e, kty, n } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
