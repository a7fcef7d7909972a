import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A public key that tokens are checked with. */
export interface BotKey {
  readonly key: KeyObject;
  /** RFC 7638, as many issuers use it for `kid`. */
  readonly thumbprint: string;
}

/** A public key that was pasted wrongly: the message says what it is, and what belongs there. */
export class PublicKeyError extends Error {
  override readonly name = 'PublicKeyError';
}

const MAKE = 'openssl rsa -in private.pem -outform PEM -pubout -out public.pem';

/** Undoes what environment variables and copying do to PEM text. */
function normalise(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\r', '').trim();
}

function assertPublicPem(pem: string): void {
  if (pem === '') throw new PublicKeyError('There is no key. Paste the content of public.pem.');
  if (pem.includes('PRIVATE KEY')) {
    throw new PublicKeyError(
      `This is a PRIVATE key. Never give it to Kindly: it could then sign in your users' name. Make the public one: ${MAKE}`,
    );
  }
  if (pem.includes('CERTIFICATE')) {
    throw new PublicKeyError('This is a certificate. Kindly wants the public key alone.');
  }
  if (pem.startsWith('ssh-')) {
    throw new PublicKeyError(`This is a key of OpenSSH. Kindly wants PEM text: ${MAKE}`);
  }
  if (!pem.includes('-----BEGIN') || !pem.includes('-----END')) {
    throw new PublicKeyError(
      'This is no whole PEM text: it must begin with "-----BEGIN PUBLIC KEY-----" and have its END line.',
    );
  }
}

/**
 * Reads the public key as it is pasted at Kindly.
 *
 * @throws PublicKeyError
 */
export function readPublicKey(text: string): BotKey {
  const pem = normalise(text);
  assertPublicPem(pem);
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new PublicKeyError('This PEM text is damaged: something was lost or changed in copying.');
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new PublicKeyError(
      `This is an ${key.asymmetricKeyType} key. Kindly's tokens are RS256, which needs RSA: openssl genrsa -out private.pem 2048`,
    );
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < 2048) {
    throw new PublicKeyError(
      `This is an RSA key of ${modulusLength} bits; at least 2048 are needed: openssl genrsa -out private.pem 2048`,
    );
  }
  const { e, kty, n } = key.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { key, thumbprint };
}
