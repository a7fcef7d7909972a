import { type KeyObject, verify } from 'node:crypto';
import { checkText } from '../errors/check-text.js';
import { checkWhole } from '../errors/check-whole.js';
import { within } from '../errors/within.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyKeyInput, KindlyPreviousPublicKey } from './key-input.js';
import { thumbprint, viaPem } from './key-id.js';
import { loadPrivateKey, loadPublicKey } from './rsa-key.js';
import { type KindlyTokenSigner, LocalTokenSigner, SIGNER_DEFAULTS } from './token-signer.js';
import { BoundedSigner, DEFAULT_MAX_QUEUED } from './bounded-signer.js';

/** What makes a current key: `privateKey`, or `signer` with `publicKey`, or `publicKey` alone. */
export interface KindlySigningKeyOptions {
  /** RSA private key of 2048 bits or more. */
  readonly privateKey?: KindlyKeyInput | undefined;
  /** Signs instead of `privateKey`, for keys that never enter the process. */
  readonly signer?: KindlyTokenSigner | undefined;
  /** Public key of the pair. Default: derived from `privateKey`; required with `signer`. Alone: verify only. */
  readonly publicKey?: string | Buffer | KeyObject | undefined;
  /** `kid` of the tokens issued. Default: the signer's, else the key's RFC 7638 thumbprint. */
  readonly keyId?: string | undefined;
}

/**
 * A key that tokens are verified with, under its id.
 *
 * @internal
 */
export interface VerifyingKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/**
 * The key that is in force; without `signer` it verifies only.
 *
 * @internal
 */
export interface CurrentKey extends VerifyingKey {
  readonly signer?: BoundedSigner | undefined;
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Any bytes will do: what counts is that the public key accepts what the signer makes of them. */
const PROBE = Buffer.from('nestjs-kindly-auth: is this the public key of this signer?');

function mismatch(of: string): KindlyAuthOptionsError {
  return new KindlyAuthOptionsError(
    'publicKey',
    'key_mismatch',
    `does not belong to ${of}. Kindly would refuse every token: give the two halves of one pair.`,
  );
}

function fromPrivateKey(
  options: KindlySigningKeyOptions,
  input: KindlyKeyInput,
  maxQueued: number,
): CurrentKey {
  const privateKey = loadPrivateKey(input, 'privateKey');
  const publicKey = viaPem(privateKey);
  const derivedId = thumbprint(publicKey);
  if (options.publicKey !== undefined) {
    const given = viaPem(loadPublicKey(options.publicKey, 'publicKey'));
    if (thumbprint(given) !== derivedId) throw mismatch('option "privateKey"');
  }
  const keyId = options.keyId === undefined ? derivedId : checkText(options.keyId, 'keyId');
  const signer = new LocalTokenSigner(privateKey, keyId);
  return { keyId, publicKey, signer: new BoundedSigner(signer, maxQueued) };
}

async function signProbe(signer: KindlyTokenSigner, timeout: number): Promise<unknown> {
  try {
    return await within(signer.sign(PROBE), timeout, () => new TimeoutError());
  } catch (error) {
    throw new KindlyAuthOptionsError(
      'signer',
      'signer_failed',
      `could not sign a probe: it threw ${error instanceof Error ? error.name : typeof error}. See that it can reach its key.`,
    );
  }
}

/** A signer that holds another key would go unnoticed until Kindly refuses the first token: try it. */
async function probe(signer: KindlyTokenSigner, publicKey: KeyObject): Promise<void> {
  const signature = await signProbe(signer, signer.timeout ?? SIGNER_DEFAULTS.timeout);
  if (!(signature instanceof Uint8Array)) {
    throw new KindlyAuthOptionsError(
      'signer',
      'signer_failed',
      'must return the signature as bytes.',
    );
  }
  if (!verify('sha256', PROBE, publicKey, signature)) throw mismatch('option "signer"');
}

async function fromSigner(
  options: KindlySigningKeyOptions,
  signer: KindlyTokenSigner,
  maxQueued: number,
): Promise<CurrentKey> {
  if (typeof signer?.sign !== 'function') {
    throw new KindlyAuthOptionsError('signer', 'invalid', 'must have a method sign(data).');
  }
  const { concurrency, timeout } = signer;
  if (concurrency !== undefined) {
    checkWhole(concurrency, 'signer.concurrency', 1, 10_000, 'signatures');
  }
  if (timeout !== undefined) checkWhole(timeout, 'signer.timeout', 100, 60_000, 'milliseconds');
  if (options.publicKey === undefined) {
    throw new KindlyAuthOptionsError(
      'publicKey',
      'required',
      'is required with a signer, which does not reveal its key.',
    );
  }
  const keyId = checkText(
    options.keyId ?? signer.keyId,
    options.keyId === undefined ? 'signer.keyId' : 'keyId',
  );
  const publicKey = viaPem(loadPublicKey(options.publicKey, 'publicKey'));
  await probe(signer, publicKey);
  return { keyId, publicKey, signer: new BoundedSigner(signer, maxQueued) };
}

/**
 * Reads and checks the key that is to be in force.
 *
 * @param maxQueued option `maxQueuedSignatures`
 * @throws KindlyAuthOptionsError
 * @internal
 */
export async function loadCurrentKey(
  options: KindlySigningKeyOptions,
  maxQueued = DEFAULT_MAX_QUEUED,
): Promise<CurrentKey> {
  const { privateKey, signer, publicKey, keyId } = options ?? {};
  if (privateKey !== undefined && signer !== undefined) {
    throw new KindlyAuthOptionsError('signer', 'conflict', 'and "privateKey" exclude each other.');
  }
  if (privateKey !== undefined) return fromPrivateKey(options, privateKey, maxQueued);
  if (signer !== undefined) return fromSigner(options, signer, maxQueued);
  if (publicKey !== undefined) {
    if (keyId !== undefined) checkText(keyId, 'keyId');
    return loadVerifyingKey({ key: publicKey, keyId }, 'publicKey');
  }
  throw new KindlyAuthOptionsError(
    'privateKey',
    'required',
    'is missing. Give a private key (or a signer) to issue tokens, or "publicKey" alone to verify only.',
  );
}

/**
 * Reads and checks a key that tokens are verified with.
 *
 * @throws KindlyAuthOptionsError
 * @internal
 */
export function loadVerifyingKey(input: KindlyPreviousPublicKey, option: string): VerifyingKey {
  const named =
    typeof input === 'object' && input !== null && 'key' in input ? input : { key: input };
  const publicKey = viaPem(loadPublicKey(named.key, option));
  const keyId =
    named.keyId === undefined ? thumbprint(publicKey) : checkText(named.keyId, `${option}.keyId`);
  return { keyId, publicKey };
}
