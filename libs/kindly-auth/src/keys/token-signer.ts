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
   * How many signatures may be under way at once, 1 or more; others wait (option
   * `maxQueuedSignatures`). Default: 32
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds after which a signature is given up, with `signer_timeout`, the wait for its turn
   * included: one that never came would keep its place among those that are under way for good.
   * Default: 10000
   */
  readonly timeout?: number | undefined;
  /**
   * Signs the bytes of one token.
   *
   * @param data the bytes of the JWS signing input (RFC 7515, section 5.1), not their digest
   * @returns the raw signature, as many bytes as the RSA modulus has
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** For signers that say nothing: services in the network, whose answers take milliseconds. */
export const SIGNER_DEFAULTS = { concurrency: 32, timeout: 10_000 } as const;

const signAsync = promisify(sign);

/** libuv's own default. */
const DEFAULT_POOL_SIZE = 4;

/**
 * How many signatures may be on libuv's thread pool at once: for each thread one in work and three that
 * are ready, so that no thread waits for the event loop. Not more, because file system and DNS use the
 * same pool, and wait behind all that is there already.
 *
 * @param poolSize `UV_THREADPOOL_SIZE`
 */
export function signaturesOnPool(poolSize = process.env['UV_THREADPOOL_SIZE']): number {
  const threads = Number.parseInt(poolSize ?? '', 10);
  return 4 * (threads >= 1 ? threads : DEFAULT_POOL_SIZE);
}

/**
 * Signs with a private key that this process holds. The RSA operation runs on libuv's thread pool,
 * so that it does not block the event loop.
 *
 * @internal
 */
export class LocalTokenSigner implements KindlyTokenSigner {
  readonly concurrency = signaturesOnPool();
  /** The thread pool always answers. */
  readonly timeout = Infinity;
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
