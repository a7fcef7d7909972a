import { hash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { nowInSeconds } from '../claims/claims-checker.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { describeInOneLine } from '../errors/error-description.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { ThrottledLog } from '../errors/throttled-log.js';
import { within } from '../errors/within.js';
import type { KindlyRevocationStore } from './kindly-revocation-store.js';
import { MemoryRevocationStore } from './memory-revocation-store.js';
import { REVOCATION_SETTINGS, type RevocationSettings } from './revocation.settings.js';

/** What the operator reads while the store is down. */
const OUTAGES: Readonly<Record<RevocationSettings['whenUnavailable'], string>> = {
  refuse: 'Tokens are refused, because it cannot be looked up what was revoked',
  accept: 'Tokens are accepted without a look at what was revoked',
};

function unavailable(reason: string): KindlyAuthException {
  return new KindlyAuthException('revocation_unavailable', { reason });
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/**
 * Since when the tokens of a user are good, for those whose earlier ones were revoked.
 *
 * A time is kept for each user and not an id for each token: Kindly's tokens have no `jti`, and who signs
 * out means all of them.
 *
 * @internal
 */
@Injectable()
export class TokenRevocations {
  readonly #log = new ThrottledLog(new Logger('KindlyAuthModule'));
  readonly #memory = new MemoryRevocationStore();
  readonly #store: KindlyRevocationStore;

  constructor(@Inject(REVOCATION_SETTINGS) private readonly settings: RevocationSettings) {
    this.#store = settings.store ?? this.#memory;
  }

  /** Whether a good token can be refused because the store fails. */
  get canBeUnavailable(): boolean {
    return this.#store !== this.#memory && this.settings.whenUnavailable === 'refuse';
  }

  /** @throws KindlyAuthException `revocation_unavailable`: nobody knows whether it was kept */
  async revoke(sub: string): Promise<void> {
    const key = this.keyOf(sub);
    const ttl = this.settings.longestTokenLife * 1000;
    // An instance whose clock is behind must not take back what another one has revoked.
    const known = await this.ask((store) => store.get(key));
    const goodSince = Math.max(nowInSeconds(), isTime(known) ? known : 0);
    const done = await this.ask((store) => store.set(key, goodSince, ttl));
    if (done === false) throw unavailable('the store of revocations did not keep one');
  }

  /**
   * @returns nothing when there is nothing to wait for: who never revokes a token does not pay for it
   * @throws KindlyAuthException `token_revoked`, `revocation_unavailable`
   */
  assertNotRevoked(claims: Pick<KindlyClaims, 'sub' | 'iat'>): Promise<void> | undefined {
    if (this.#store === this.#memory && this.#memory.isEmpty) return undefined;
    return this.check(claims);
  }

  private async check({ sub, iat }: Pick<KindlyClaims, 'sub' | 'iat'>): Promise<void> {
    const goodSince = await this.goodSince(sub);
    if (goodSince === undefined || iat >= goodSince) return;
    throw new KindlyAuthException('token_revoked');
  }

  private async goodSince(sub: string): Promise<number | undefined> {
    try {
      const time = (await this.ask((store) => store.get(this.keyOf(sub)))) ?? undefined;
      if (time === undefined || isTime(time)) return time;
      throw unavailable('the store of revocations holds something that is no time');
    } catch (error) {
      this.report(error);
      if (this.settings.whenUnavailable === 'refuse') throw error;
      return undefined;
    }
  }

  private async ask<T>(question: (store: KindlyRevocationStore) => Promise<T>): Promise<T> {
    const { timeout } = this.settings;
    try {
      return await within(question(this.#store), timeout, () =>
        unavailable(`the store of revocations gave no answer within ${timeout} milliseconds`),
      );
    } catch (error) {
      if (error instanceof KindlyAuthException) throw error;
      throw unavailable(`the store of revocations failed: ${describeInOneLine(error)}`);
    }
  }

  /** Who shares a store shares its users if he has their issuer, and otherwise does not. */
  private keyOf(sub: string): string {
    const user = JSON.stringify([this.settings.issuer, sub]);
    return `kindly-revoked:${hash('sha256', user, 'base64url')}`;
  }

  private report(error: unknown): void {
    const reason = error instanceof KindlyAuthException ? error.reason : describeInOneLine(error);
    this.#log.error(`${OUTAGES[this.settings.whenUnavailable]}: ${reason}`);
  }
}
