import type { KeyObject } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { publishBadKey, publishKeyChange } from '../diagnostics/publishing.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyPreviousPublicKey } from './key-input.js';
import { KEY_RING_SETTINGS, type KeyRingSettings } from './key-ring.settings.js';
import {
  type CurrentKey,
  type KindlySigningKeyOptions,
  loadCurrentKey,
  loadVerifyingKey,
  type VerifyingKey,
} from './signing-key.js';

/** A key beside the current one. With a signer it was current once, and may have signatures that wait. */
interface OtherKey extends CurrentKey {
  /** When the last token of this key has expired, in milliseconds since 1970. */
  readonly retiresAt: number;
}

function isSame(one: VerifyingKey, other: VerifyingKey): boolean {
  return one.keyId === other.keyId && one.publicKey.equals(other.publicKey);
}

/** Under whatever ids: a key may have had another one. */
function isSameKey(one: VerifyingKey, other: VerifyingKey): boolean {
  return one.publicKey.equals(other.publicKey);
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

const logger = new Logger('KindlyKeyRing');

/**
 * The keys of one bot: the current one, which signs, and others, which only verify.
 */
@Injectable()
export class KindlyKeyRing {
  #current: CurrentKey;
  #others: readonly OtherKey[];
  readonly #bot: string;
  readonly #longestTokenLife: number;
  readonly #maxQueuedSignatures: number;
  #revision = 0;
  /** Ends with the last rotation that was asked for. */
  #rotations: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(@Inject(KEY_RING_SETTINGS) settings: KeyRingSettings) {
    const previous = settings.previous.filter(
      (key, index, keys) =>
        !isSame(key, settings.current) && keys.findIndex((other) => isSame(key, other)) === index,
    );
    assertDistinct([settings.current, ...previous], 'previousPublicKeys');
    this.#bot = settings.bot;
    this.#maxQueuedSignatures = settings.maxQueuedSignatures;
    this.#current = settings.current;
    this.#others = previous.map((key) => ({ ...key, retiresAt: Infinity }));
    this.#longestTokenLife = settings.longestTokenLife;
  }

  /** The key in force. @internal */
  get current(): CurrentKey {
    return this.#current;
  }

  /** Another one after each change of the keys: what was found out before may not hold any more. @internal */
  get revision(): number {
    return this.#revision;
  }

  /** `kid` of the tokens that are issued now. */
  get keyId(): string {
    return this.#current.keyId;
  }

  /** The ids of all keys whose tokens are accepted now, that of the current one first. */
  get acceptedKeyIds(): readonly string[] {
    return [this.#current, ...this.livingOthers()].map(({ keyId }) => keyId);
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
    const keys: readonly VerifyingKey[] = [this.#current, ...this.livingOthers()];
    const fitting =
      keys.length === 1 || keyId === undefined ? keys : keys.filter((key) => key.keyId === keyId);
    return fitting.map((key) => key.publicKey);
  }

  /**
   * Puts a new current key in force at once, without a restart. The old public key stays for as long
   * as its tokens can live (900 seconds and the clock tolerance). Rotations happen in the order in which
   * they are asked for.
   *
   * Give Kindly the new public key first: it refuses tokens of a key that it does not know. With several
   * instances of the app, let each {@link KindlyKeyRing.accept | accept} it before the first one rotates.
   *
   * @throws KindlyAuthOptionsError when the new key is bad; the ring then is as it was, and the log says so
   */
  rotate(key: KindlySigningKeyOptions): Promise<void> {
    const rotation = this.#rotations.then(() => this.load(key));
    this.#rotations = rotation.catch(() => undefined);
    return rotation;
  }

  /**
   * Accepts the tokens of one more public key, until it is revoked: of the key that other instances
   * sign with already, or are about to. Give it the key id that they sign with, unless they have none of
   * their own. Nothing happens for the key in force, which is kept when another one replaces it.
   *
   * @throws KindlyAuthOptionsError when the key is bad, or its id is that of another one
   */
  accept(key: KindlyPreviousPublicKey): void {
    try {
      this.add({ ...loadVerifyingKey(key, 'key'), retiresAt: Infinity });
    } catch (error) {
      publishBadKey(this.#bot, error);
      throw error;
    }
  }

  /**
   * Refuses all tokens of a key from now on, under whatever key id: one that was stolen must not serve
   * for another 15 minutes. When it is the current one, rotate first, and wait until that is done.
   *
   * @param keyId `kid` of its tokens; of a key that was given without one, its RFC 7638 thumbprint
   * @returns whether there was such a key
   * @throws KindlyAuthOptionsError `conflict` for the key in force
   */
  revoke(keyId: string): boolean {
    const others = this.livingOthers();
    const revoked = [this.#current, ...others].find((key) => key.keyId === keyId);
    if (revoked === undefined) return false;
    if (isSameKey(revoked, this.#current)) {
      throw new KindlyAuthOptionsError(
        'keyId',
        'conflict',
        'is that of the key in force. Put another one in force first, with rotate().',
      );
    }
    const isRevoked = (other: OtherKey): boolean => isSameKey(revoked, other);
    for (const other of others.filter(isRevoked)) other.signer?.drop();
    this.#others = others.filter((other) => !isRevoked(other));
    this.#revision += 1;
    logger.warn(`Tokens of key ${JSON.stringify(keyId)} are refused from now on`);
    publishKeyChange(this.#bot, 'revoked', keyId);
    return true;
  }

  private add(accepted: OtherKey): void {
    if (isSame(this.#current, accepted)) return;
    const known = this.livingOthers().find((other) => isSame(other, accepted));
    const others = this.livingOthers().filter((other) => other !== known);
    assertDistinct([this.#current, accepted, ...others], 'keyId');
    // With its signer: what waits for a key that retires must go when it is revoked.
    this.#others = [...others, { ...known, ...accepted }];
    this.#revision += 1;
    logger.log(`Tokens of key ${JSON.stringify(accepted.keyId)} are accepted`);
    publishKeyChange(this.#bot, 'accepted', accepted.keyId);
  }

  private async load(key: KindlySigningKeyOptions): Promise<void> {
    try {
      this.replace(await loadCurrentKey(key, this.#maxQueuedSignatures));
    } catch (error) {
      if (error instanceof KindlyAuthOptionsError) {
        logger.error(`The old key stays in force, the new one is bad: ${error.message}`);
      }
      publishBadKey(this.#bot, error);
      throw error;
    }
    logger.log(`Key ${JSON.stringify(this.keyId)} is in force`);
    publishKeyChange(this.#bot, 'rotated', this.keyId);
  }

  private replace(key: CurrentKey): void {
    if (this.#current.signer && !key.signer) {
      throw new KindlyAuthOptionsError(
        'privateKey',
        'required',
        'is missing, and this module issues tokens. Give the new private key, or a signer.',
      );
    }
    // The private key that is replaced goes when what waits for it is signed; its public half stays.
    const retiring = {
      ...this.#current,
      retiresAt: Date.now() + this.#longestTokenLife * 1000,
    };
    const others = [retiring, ...this.livingOthers()].filter((other) => !isSame(other, key));
    assertDistinct([key, ...others], 'keyId');
    this.#current.signer?.retire();
    this.#current = key;
    this.#others = others;
    this.#revision += 1;
  }

  private livingOthers(): readonly OtherKey[] {
    const now = Date.now();
    return this.#others.filter(({ retiresAt }) => now < retiresAt);
  }
}
