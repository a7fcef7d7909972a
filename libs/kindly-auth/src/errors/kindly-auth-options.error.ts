/**
 * The stable reasons why an option is refused; the `code` of {@link KindlyAuthOptionsError}.
 */
export const KindlyOptionsErrorCode = {
  /** The option must be given. */
  Required: 'required',
  /** It is there, but empty: usually an environment variable that is not set. */
  Empty: 'empty',
  /** Nothing is known under this name: no option, no bot, no secret. */
  Unknown: 'unknown',
  /** It is of the wrong type, or outside its range. */
  Invalid: 'invalid',
  /** It contradicts another option. */
  Conflict: 'conflict',
  /** Something else has this name, path or key id already. */
  Duplicate: 'duplicate',
  /** It is no PEM text that holds one key, or the PEM text is damaged. */
  KeyUnreadable: 'key_unreadable',
  /** The key is encrypted, and no passphrase came with it. */
  PassphraseMissing: 'passphrase_missing',
  /** The passphrase does not open the key. */
  PassphraseWrong: 'passphrase_wrong',
  /** A public key where a private key belongs. */
  KeyIsPublic: 'key_is_public',
  /** A private key where a public key belongs. */
  KeyIsPrivate: 'key_is_private',
  /** A certificate where a key belongs. */
  KeyIsCertificate: 'key_is_certificate',
  /** Not RSA: an EC, Ed25519, DSA or Diffie-Hellman key. */
  KeyNotRsa: 'key_not_rsa',
  /** An RSA key that is restricted to RSA-PSS and so cannot make RS256 signatures. */
  KeyRsaPss: 'key_rsa_pss',
  /** An RSA modulus of fewer than 2048 bits, or a public exponent of 1. */
  KeyTooWeak: 'key_too_weak',
  /** The public key does not belong to the private key or to the signer. */
  KeyMismatch: 'key_mismatch',
  /** The signer threw, or what it returned is no signature. */
  SignerFailed: 'signer_failed',
} as const;

/** One of the values of {@link KindlyOptionsErrorCode | the constant of the same name}. */
export type KindlyOptionsErrorCode =
  (typeof KindlyOptionsErrorCode)[keyof typeof KindlyOptionsErrorCode];

/**
 * An option cannot work, so the app does not start.
 *
 * The message says which option, what is wrong with it and what to do. Neither the message nor any
 * property holds the value: options are where keys and secrets live.
 */
export class KindlyAuthOptionsError extends Error {
  override readonly name = 'KindlyAuthOptionsError';

  /**
   * @param option name of the option, with its place in a list or object: `webhookDomains[1]`
   * @param code why it is refused
   * @param problem what is wrong and what to do about it
   */
  constructor(
    readonly option: string,
    readonly code: KindlyOptionsErrorCode,
    problem: string,
  ) {
    super(`nestjs-kindly-auth: option "${option}" ${problem}`);
  }
}
