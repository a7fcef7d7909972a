import { Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { ThrottledLog } from '../errors/throttled-log.js';
import { within } from '../errors/within.js';
import { type KindlyTokenSigner, SIGNER_DEFAULTS } from './token-signer.js';

/** Default of option `maxQueuedSignatures`. */
export const DEFAULT_MAX_QUEUED = 1000;

/**
 * Keeps a signer from being asked for more than it can do, and from being waited for without end. What
 * would wait too long is refused at once: an unbounded queue would grow until nobody waits for its answers
 * any more, or the memory ends.
 *
 * @internal
 */
export class BoundedSigner implements KindlyTokenSigner {
  readonly keyId: string;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #maxQueued: number;
  readonly #timeout: number;
  /** Gone when nothing is to be signed with it any more: it may hold a private key. */
  #signer: KindlyTokenSigner | undefined;
  readonly #log = new ThrottledLog(new Logger('KindlyKeyRing'));

  /** @param maxQueued how many signatures may wait, beside those that are under way */
  constructor(signer: KindlyTokenSigner, maxQueued: number) {
    this.keyId = signer.keyId;
    this.#signer = signer;
    this.#limit = pLimit(signer.concurrency ?? SIGNER_DEFAULTS.concurrency);
    this.#timeout = signer.timeout ?? SIGNER_DEFAULTS.timeout;
    this.#maxQueued = maxQueued;
  }

  /** @throws KindlyAuthException `signer_busy` when too many wait already */
  assertNotBusy(): void {
    const { activeCount, concurrency, pendingCount } = this.#limit;
    if (activeCount < concurrency || pendingCount < this.#maxQueued) return;
    const reason = `${activeCount} signatures are under way, and ${pendingCount} wait`;
    this.#log.error(`Tokens are asked for faster than they can be signed: ${reason}`);
    throw new KindlyAuthException('signer_busy', { reason });
  }

  /** @throws KindlyAuthException `signer_busy`, `signer_timeout` */
  async sign(data: Uint8Array): Promise<Uint8Array> {
    this.assertNotBusy();
    // What waits for its turn is waited for, too.
    const end = performance.now() + this.#timeout;
    return this.#limit(() => this.signBefore(end, data));
  }

  /** Another key signs from now on. What waits already is signed, and then the key is let go. */
  retire(): void {
    // Its turn comes behind all that waits.
    void this.#limit(() => this.drop());
  }

  /** Nothing is signed with this key any more, what waits included. */
  drop(): void {
    this.#signer = undefined;
  }

  private signBefore(end: number, data: Uint8Array): Promise<Uint8Array> {
    const signer = this.#signer;
    if (signer === undefined) {
      throw new KindlyAuthException('signer_busy', { reason: 'its key was taken away meanwhile' });
    }
    if (end === Infinity) return signer.sign(data);
    const left = end - performance.now();
    if (left <= 0) throw this.tooLate();
    return within(signer.sign(data), left, () => this.tooLate());
  }

  private tooLate(): KindlyAuthException {
    const reason = `the signer gave no signature within ${this.#timeout} milliseconds`;
    return new KindlyAuthException('signer_timeout', { reason });
  }
}
