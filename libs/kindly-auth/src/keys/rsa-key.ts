import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyOptionsErrorCode } from '../errors/kindly-auth-options.error.js';
import type { KindlyKeyInput } from './key-input.js';
import { parsePem, type PemBlock } from './pem.js';

/** Shorter moduli are within reach of well-funded attackers (NIST SP 800-131A). */
const MIN_MODULUS_BITS = 2048;
const MAKE_A_KEY = 'Make one with: openssl genrsa -out private.pem 2048';
const MAKE_PUBLIC_KEY =
  'Get it with: openssl rsa -in private.pem -outform PEM -pubout -out public.pem';

/** Refuses the option that is being read. */
type Refuse = (code: KindlyOptionsErrorCode, problem: string) => never;

function refuser(option: string): Refuse {
  return (code, problem) => {
    throw new KindlyAuthOptionsError(option, code, problem);
  };
}

function isEncryptedKey(
  input: KindlyKeyInput,
): input is Extract<KindlyKeyInput, { passphrase: string }> {
  return typeof input === 'object' && input !== null && 'key' in input && 'passphrase' in input;
}

function pemOf(input: unknown, option: string): PemBlock {
  if (typeof input !== 'string' && !Buffer.isBuffer(input)) {
    return refuser(option)('invalid', 'must be PEM text, a Buffer of it, or a KeyObject.');
  }
  return parsePem(input.toString(), option);
}

/** Labels that name the mistake without a look at the bytes. */
function refuseForeignLabel(label: string, refuse: Refuse): void {
  if (label.includes('CERTIFICATE')) {
    refuse(
      'key_is_certificate',
      `is a certificate, not a key. ${MAKE_PUBLIC_KEY} (or, from the certificate: openssl x509 -pubkey -noout -in cert.pem)`,
    );
  }
  if (label === 'OPENSSH PRIVATE KEY') {
    refuse(
      'key_unreadable',
      'is in the format of OpenSSH. Convert a copy of it with: ssh-keygen -p -m PEM -f key',
    );
  }
}

function assertStrongRsa(key: KeyObject, refuse: Refuse): void {
  if (key.asymmetricKeyType === 'rsa-pss') {
    refuse(
      'key_rsa_pss',
      `is an RSA key restricted to RSA-PSS, but Kindly tokens are RS256 (PKCS#1 v1.5). ${MAKE_A_KEY}`,
    );
  }
  if (key.asymmetricKeyType !== 'rsa') {
    refuse(
      'key_not_rsa',
      `is ${key.asymmetricKeyType === undefined ? 'a symmetric' : `an ${key.asymmetricKeyType}`} key, but Kindly tokens are RS256, which needs RSA. ${MAKE_A_KEY}`,
    );
  }
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_MODULUS_BITS) {
    refuse(
      'key_too_weak',
      `is an RSA key of ${modulusLength} bits; at least ${MIN_MODULUS_BITS} are needed. ${MAKE_A_KEY}`,
    );
  }
  // With an exponent of 1 every message is its own signature.
  if (publicExponent < 3n) {
    refuse('key_too_weak', `is an RSA key with a public exponent below 3. ${MAKE_A_KEY}`);
  }
}

/** OpenSSL's reason, as an operator can use it. Its messages hold no key material, but no sense either. */
function refuseUnopened(
  passphrase: string | undefined,
  isEncrypted: boolean,
  refuse: Refuse,
): never {
  if (!isEncrypted) {
    return refuse(
      'key_unreadable',
      'is damaged PEM text: something is missing or was changed in it.',
    );
  }
  return passphrase === undefined
    ? refuse('passphrase_missing', 'is an encrypted key. Give it as { key, passphrase }.')
    : refuse('passphrase_wrong', 'cannot be decrypted: the passphrase is wrong.');
}

function openPrivatePem({ label, text }: PemBlock, passphrase: string | undefined, refuse: Refuse) {
  refuseForeignLabel(label, refuse);
  if (label.endsWith('PUBLIC KEY')) {
    refuse(
      'key_is_public',
      'is a public key. It needs the private key, the one that Kindly never gets.',
    );
  }
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || text.includes('Proc-Type:');
  try {
    return createPrivateKey({
      key: text,
      ...(isEncrypted ? { passphrase: passphrase ?? '' } : {}),
    });
  } catch {
    return refuseUnopened(passphrase, isEncrypted, refuse);
  }
}

function openPublicPem({ label, text }: PemBlock, refuse: Refuse): KeyObject {
  refuseForeignLabel(label, refuse);
  if (label.endsWith('PRIVATE KEY')) {
    refuse(
      'key_is_private',
      `is a private key, which must not be where only the public one is needed. ${MAKE_PUBLIC_KEY}`,
    );
  }
  try {
    return createPublicKey(text);
  } catch {
    return refuseUnopened(undefined, false, refuse);
  }
}

/**
 * Reads an RSA private key of 2048 bits or more.
 *
 * @param option name of the option, for the error
 * @throws KindlyAuthOptionsError `empty`, `invalid`, or one of the `key_…` and `passphrase_…` codes
 */
export function loadPrivateKey(input: KindlyKeyInput, option: string): KeyObject {
  const refuse = refuser(option);
  const passphrase = isEncryptedKey(input) ? input.passphrase : undefined;
  const source = isEncryptedKey(input) ? input.key : input;
  const key =
    source instanceof KeyObject
      ? source
      : openPrivatePem(pemOf(source, option), passphrase, refuse);
  if (key.type === 'public') {
    refuse(
      'key_is_public',
      'is a public key. It needs the private key, the one that Kindly never gets.',
    );
  }
  assertStrongRsa(key, refuse);
  return key;
}

/**
 * Reads an RSA public key of 2048 bits or more.
 *
 * @param option name of the option, for the error
 * @throws KindlyAuthOptionsError `empty`, `invalid`, or one of the `key_…` codes
 */
export function loadPublicKey(input: KindlyKeyInput, option: string): KeyObject {
  const refuse = refuser(option);
  const key = input instanceof KeyObject ? input : openPublicPem(pemOf(input, option), refuse);
  if (key.type === 'private') {
    refuse(
      'key_is_private',
      `is a private key, which must not be where only the public one is needed. ${MAKE_PUBLIC_KEY}`,
    );
  }
  assertStrongRsa(key, refuse);
  return key;
}
