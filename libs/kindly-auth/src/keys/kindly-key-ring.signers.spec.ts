import { sign } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import type { KeyRingSettings } from './key-ring.settings.js';
import { KindlyKeyRing } from './kindly-key-ring.js';
import { type KindlySigningKeyOptions, loadCurrentKey } from './signing-key.js';
import type { KindlyTokenSigner } from './token-signer.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

Logger.overrideLogger(false);

let first: KindlyKeyPair;
let second: KindlyKeyPair;
let third: KindlyKeyPair;

beforeAll(async () => {
  [first, second, third] = await Promise.all([
    generateKindlyKeyPair(),
    generateKindlyKeyPair(),
    generateKindlyKeyPair(),
  ]);
});

/** Of a ring whose first key nobody else holds. */
async function settingsWithSigner(): Promise<{
  readonly settings: KeyRingSettings;
  readonly signer: WeakRef<KindlyTokenSigner>;
}> {
  const { keyId, privateKey, publicKey } = first;
  const signer = {
    keyId,
    sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, privateKey)),
  };
  const current = await loadCurrentKey({ signer, publicKey });
  const settings = {
    current,
    bot: 'default',
    previous: [],
    longestTokenLife: 905,
    maxQueuedSignatures: 10,
  };
  return { settings, signer: new WeakRef(signer) };
}

describe('the signer of a key', () => {
  it('is let go when another one replaces it', async () => {
    const { settings, signer } = await settingsWithSigner();
    const ring = new KindlyKeyRing(settings);
    await ring.rotate({ privateKey: second.privateKey });
    // Past this turn of the event loop nothing but the ring could still hold it.
    await setImmediate();
    collectGarbage();
    expect(signer.deref()).toBeUndefined();
    expect(ring.acceptedKeyIds).toEqual([second.keyId, first.keyId]);
    // Nest's container keeps the settings for as long as the app runs.
    await expect(settings.current.signer?.sign(Buffer.from('x'))).rejects.toMatchObject({
      errorCode: 'signer_busy',
    });
  });

  it.each([
    ['', false],
    [', though it was accepted as well', true],
  ])('signs nothing that waits once its key is revoked%s', async (_words, isAccepted) => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let gate: Promise<void> | undefined;
    const gated = ({ keyId, privateKey, publicKey }: KindlyKeyPair): KindlySigningKeyOptions => {
      const signIt = async (data: Uint8Array): Promise<Uint8Array> => {
        await gate;
        return sign('sha256', data, privateKey);
      };
      return { signer: { keyId, concurrency: 1, sign: signIt }, publicKey };
    };
    const ring = new KindlyKeyRing({
      bot: 'default',
      current: await loadCurrentKey(gated(first)),
      previous: [],
      longestTokenLife: 905,
      maxQueuedSignatures: 10,
    });
    const asked: Promise<unknown>[] = [];
    for (const next of [gated(second), { privateKey: third.privateKey }]) {
      const { signer } = ring.current;
      if (!signer) throw new Error('Nothing signs.');
      gate = opened;
      asked.push(signer.sign(Buffer.from('under way')), signer.sign(Buffer.from('waits')));
      await setImmediate();
      gate = undefined;
      await ring.rotate(next);
    }
    if (isAccepted) ring.accept({ key: first.publicKey, keyId: first.keyId });
    ring.revoke(first.keyId);
    open();
    const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
