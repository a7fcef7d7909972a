import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { KEY_RING_SETTINGS, type KeyRingSettings } from './key-ring.settings.js';
import {
  type CurrentKey,
  type KindlySigningKeyOptions,
  loadCurrentKey,
  type VerifyingKey,
} from './signing-key.js';

interface PreviousKey extends VerifyingKey {
  /** When the last token of this key has expired, in milliseconds since 1970. */
  readonly retiresAt: number;
}

function withoutSigner({ keyId, publicKey }: CurrentKey): VerifyingKey {
  return { keyId, publicKey };
}

function isSame(one: VerifyingKey, other: VerifyingKey): boolean {
  return one.keyId === other.keyId && one.publicKey.equals(other.publicKey);
}

/** With one id for two keys, only the first would ever be tried. */
function assertDistinct(keys: readonly VerifyingKey[], option: string): void {
  if (new Set(keys.map(({ keyId }) => keyId)).size === keys.length) return;
  throw new KindlyAuthOptionsError(
    option,
    'duplicate',
    'gives two different keys the same key id. Give each its own, or none.',
  );
}

/**
 * The keys of one bot: the current one, which signs, and the previous ones, which only verify.
 */
@Injectable()
export class KindlyKeyRing {
  #current: CurrentKey;
  #previous: readonly PreviousKey[];
  readonly #longestTokenLife: number;

  /** @internal */
  constructor(@Inject(KEY_RING_SETTINGS) settings: KeyRingSettings) {
    const previous = settings.previous.filter(
      (key, index, keys) =>
        !isSame(key, settings.current) && keys.findIndex((other) => isSame(key, other)) === index,
    );
    assertDistinct([settings.current, ...previous], 'previousPublicKeys');
    this.#current = settings.current;
    this.#previous = previous.map((key) => ({ ...key, retiresAt: Infinity }));
    this.#longestTokenLife = settings.longestTokenLife;
  }

  /** The key in force. @internal */
  get current(): CurrentKey {
    return this.#current;
  }

  /** `kid` of the tokens that are issued now. */
  get keyId(): string {
    return this.#current.keyId;
  }

  /** The public key in force as PEM text, for Kindly: Settings → Kindly Chat → Authentication. */
  get publicKey(): string {
    return this.#current.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /**
   * The public keys that may have signed a token, few and bounded by the configuration.
   *
   * With one key its `kid` does not matter; with several, an unknown `kid` fits none of them, and
   * without `kid` each may fit. The id is only ever compared, never looked up anywhere else.
   *
   * @internal
   */
  candidates(keyId: string | undefined): readonly KeyObject[] {
    const keys: readonly VerifyingKey[] = [this.#current, ...this.livingPrevious()];
    const fitting =
      keys.length === 1 || keyId === undefined ? keys : keys.filter((key) => key.keyId === keyId);
    return fitting.map((key) => key.publicKey);
  }

  /**
   * Puts a new current key in force at once, without a restart. The old public key stays for as long
   * as its tokens can live (900 seconds and the clock tolerance).
   *
   * Give Kindly the new public key first: it refuses tokens of a key that it does not know.
   *
   * @throws KindlyAuthOptionsError when the new key is bad; the ring then is as it was
   */
  async rotate(next: KindlySigningKeyOptions): Promise<void> {
    const key = await loadCurrentKey(next);
    // Nothing is awaited from here on, so that two rotations cannot interleave.
    if (this.#current.signer && !key.signer) {
      throw new KindlyAuthOptionsError(
        'privateKey',
        'required',
        'is missing, and this module issues tokens. Give the new private key, or a signer.',
      );
    }
    // The private key that is replaced goes: only its public half is still needed.
    const retiring = {
      ...withoutSigner(this.#current),
      retiresAt: Date.now() + this.#longestTokenLife * 1000,
    };
    const previous = [retiring, ...this.livingPrevious()].filter(
      (previousKey) => !isSame(previousKey, key),
    );
    assertDistinct([key, ...previous], 'keyId');
    this.#current = key;
    this.#previous = previous;
  }

  private livingPrevious(): readonly PreviousKey[] {
    const now = Date.now();
    return this.#previous.filter(({ retiresAt }) => now < retiresAt);
  }
}
