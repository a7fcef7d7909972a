import { createPublicKey, sign } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import { KindlyKeyRing } from './kindly-key-ring.js';
import { loadCurrentKey, loadVerifyingKey } from './signing-key.js';
import type { KindlyTokenSigner } from './token-signer.js';

// What it says to the operator is read in kindly-key-ring.log.spec.ts, and what becomes of its signers in
// kindly-key-ring.signers.spec.ts.
Logger.overrideLogger(false);

const SETTINGS = { bot: 'default', longestTokenLife: 905, maxQueuedSignatures: 10 };

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
afterEach(() => {
  vi.useRealTimers();
});

async function ringOf(
  current: KindlyKeyPair,
  ...previous: KindlyKeyPair[]
): Promise<KindlyKeyRing> {
  return new KindlyKeyRing({
    current: await loadCurrentKey({ privateKey: current.privateKey }),
    previous: previous.map(({ publicKey }) => loadVerifyingKey(publicKey, 'previousPublicKeys')),
    ...SETTINGS,
  });
}

/** The key ids behind a ring's candidates, for a token with this one. */
function candidates(ring: KindlyKeyRing, keyId?: string): readonly string[] {
  const ids = new Map(
    [first, second, third].map((pair) => [createPublicKey(pair.publicKey), pair.keyId]),
  );
  return ring
    .candidates(keyId)
    .map((key) => [...ids].find(([other]) => other.equals(key))?.[1] ?? 'unknown');
}

describe('candidates', () => {
  it('ignores the key id when there is one key', async () => {
    const ring = await ringOf(first);
    expect(candidates(ring)).toEqual([first.keyId]);
    expect(candidates(ring, 'anything')).toEqual([first.keyId]);
  });

  it('goes by the key id when there are several', async () => {
    const ring = await ringOf(first, second);
    expect(candidates(ring, first.keyId)).toEqual([first.keyId]);
    expect(candidates(ring, second.keyId)).toEqual([second.keyId]);
    expect(candidates(ring, 'unknown')).toEqual([]);
    expect(candidates(ring, '__proto__')).toEqual([]);
    expect(candidates(ring)).toEqual([first.keyId, second.keyId]);
  });

  it('counts a key once that is listed twice', async () => {
    expect(candidates(await ringOf(first, second, second), second.keyId)).toEqual([second.keyId]);
  });

  it('counts the current key once when it stands among the previous ones too', async () => {
    expect(candidates(await ringOf(first, first), 'anything')).toEqual([first.keyId]);
  });
});

describe('the revision', () => {
  it('is another one after each change of the keys', async () => {
    const ring = await ringOf(first);
    const revisions = [ring.revision];
    const changes: readonly (() => unknown)[] = [
      () => ring.accept(second.publicKey),
      () => ring.rotate({ privateKey: third.privateKey }),
      () => ring.revoke(first.keyId),
      () => ring.accept(first.publicKey),
    ];
    for (const change of changes) {
      await change();
      revisions.push(ring.revision);
    }
    expect(new Set(revisions).size).toBe(revisions.length);
  });
});

describe('the ring', () => {
  it('tells the public half of the key in force', async () => {
    const ring = await ringOf(first, second);
    expect(ring.keyId).toBe(first.keyId);
    expect(ring.publicKey).toBe(first.publicKey);
    expect(ring.current).toMatchObject({ keyId: first.keyId, signer: { keyId: first.keyId } });
  });

  it('refuses one id for two keys', async () => {
    const current = await loadCurrentKey({ privateKey: first.privateKey, keyId: 'a' });
    const previous = [
      loadVerifyingKey({ key: second.publicKey, keyId: 'a' }, 'previousPublicKeys'),
    ];
    expect(
      () =>
        new KindlyKeyRing({
          current,
          previous,
          ...SETTINGS,
        }),
    ).toThrow(expect.objectContaining({ option: 'previousPublicKeys', code: 'duplicate' }));
  });

  it('shows nothing of the private key, however it is printed', async () => {
    const ring = await ringOf(first);
    const body = first.privateKey.split('\n')[2] ?? '';
    const printed = [
      inspect(ring, { depth: 20, showHidden: true }),
      inspect(ring.current, { depth: 20, showHidden: true }),
      JSON.stringify(ring.current),
    ].join('\n');
    expect(body).toMatch(/^.{64}$/);
    expect(printed).not.toContain(body);
    expect(printed).not.toContain('PRIVATE KEY');
  });
});

describe('rotate', () => {
  it('puts the new key in force, and keeps the old one for as long as its tokens can live', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const ring = await ringOf(first);
    await ring.rotate({ privateKey: second.privateKey });
    expect(ring.keyId).toBe(second.keyId);
    expect(candidates(ring)).toEqual([second.keyId, first.keyId]);
    vi.setSystemTime(1_800_000_000_000 + 904_999);
    expect(candidates(ring, first.keyId)).toEqual([first.keyId]);
    vi.setSystemTime(1_800_000_000_000 + 905_000);
    expect(candidates(ring)).toEqual([second.keyId]);
  });

  it('keeps configured previous keys, and those of earlier rotations', async () => {
    const ring = await ringOf(first, second);
    await ring.rotate({ privateKey: third.privateKey });
    expect(candidates(ring)).toEqual([third.keyId, first.keyId, second.keyId]);
  });

  it('takes a public key where nothing but public keys was', async () => {
    const current = await loadCurrentKey({ publicKey: first.publicKey });
    const ring = new KindlyKeyRing({
      current,
      previous: [],
      ...SETTINGS,
    });
    await ring.rotate({ publicKey: second.publicKey });
    expect(candidates(ring)).toEqual([second.keyId, first.keyId]);
  });

  it('can go back', async () => {
    const ring = await ringOf(first);
    await ring.rotate({ privateKey: second.privateKey });
    await ring.rotate({ privateKey: first.privateKey });
    expect(candidates(ring)).toEqual([first.keyId, second.keyId]);
  });

  it('goes by the order in which it was asked, however long a key takes', async () => {
    const ring = await ringOf(first);
    let answer: () => void = () => undefined;
    const slow: KindlyTokenSigner = {
      keyId: 'slow',
      sign: (data) =>
        new Promise((resolve) => {
          answer = () => resolve(sign('sha256', data, second.privateKey));
        }),
    };
    const rotations = [
      ring.rotate({ signer: slow, publicKey: second.publicKey }),
      ring.rotate({ privateKey: 'nonsense' }).catch(() => undefined),
      ring.rotate({ privateKey: third.privateKey }),
    ];
    await setImmediate();
    answer();
    await Promise.all(rotations);
    expect(ring.acceptedKeyIds).toEqual([third.keyId, 'slow', first.keyId]);
  });

  it('leaves everything as it was when the new key is bad', async () => {
    const ring = await ringOf(first);
    for (const next of [{ publicKey: second.publicKey }, {}, null]) {
      await expect(ring.rotate(next as never)).rejects.toMatchObject({
        option: 'privateKey',
        code: 'required',
      });
    }
    await expect(ring.rotate({ privateKey: second.publicKey })).rejects.toMatchObject({
      option: 'privateKey',
      code: 'key_is_public',
    });
    await expect(
      ring.rotate({ privateKey: second.privateKey, keyId: first.keyId }),
    ).rejects.toMatchObject({ option: 'keyId', code: 'duplicate' });
    expect(ring.keyId).toBe(first.keyId);
    expect(candidates(ring)).toEqual([first.keyId]);
  });
});

describe('accept', () => {
  it('verifies with one more key, which stays when another one comes into force', async () => {
    const ring = await ringOf(first);
    ring.accept(second.publicKey);
    expect(ring.keyId).toBe(first.keyId);
    expect(ring.acceptedKeyIds).toEqual([first.keyId, second.keyId]);
    expect(candidates(ring, second.keyId)).toEqual([second.keyId]);
    await ring.rotate({ privateKey: third.privateKey });
    expect(candidates(ring)).toEqual([third.keyId, first.keyId, second.keyId]);
  });

  it('leaves the other keys in place', async () => {
    const ring = await ringOf(first, second);
    ring.accept(third.publicKey);
    expect(ring.acceptedKeyIds).toEqual([first.keyId, second.keyId, third.keyId]);
  });

  it('changes nothing for a key that is there', async () => {
    const ring = await ringOf(first, second);
    ring.accept(first.publicKey);
    ring.accept(second.publicKey);
    expect(ring.acceptedKeyIds).toEqual([first.keyId, second.keyId]);
  });

  it('keeps for good what would have retired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const ring = await ringOf(first);
    await ring.rotate({ privateKey: second.privateKey });
    ring.accept(first.publicKey);
    vi.setSystemTime(1_900_000_000_000);
    expect(ring.acceptedKeyIds).toEqual([second.keyId, first.keyId]);
  });

  it('refuses a bad key, and leaves everything as it was', async () => {
    const ring = await ringOf(first);
    expect(() => ring.accept(second.privateKey)).toThrow(
      expect.objectContaining({ option: 'key', code: 'key_is_private' }),
    );
    expect(() => ring.accept({ key: second.publicKey, keyId: first.keyId })).toThrow(
      expect.objectContaining({ option: 'keyId', code: 'duplicate' }),
    );
    expect(ring.acceptedKeyIds).toEqual([first.keyId]);
  });
});

describe('revoke', () => {
  it('ends the tokens of a key at once', async () => {
    const ring = await ringOf(first, third);
    await ring.rotate({ privateKey: second.privateKey });
    expect(ring.revoke(first.keyId)).toBe(true);
    expect(candidates(ring, first.keyId)).toEqual([]);
    expect(ring.acceptedKeyIds).toEqual([second.keyId, third.keyId]);
    expect(ring.revoke(third.keyId)).toBe(true);
    expect(ring.revoke(third.keyId)).toBe(false);
    expect(ring.acceptedKeyIds).toEqual([second.keyId]);
  });

  it('ends a key under all ids that it has', async () => {
    const ring = await ringOf(first);
    ring.accept(second.publicKey);
    await ring.rotate({ privateKey: second.privateKey, keyId: 'second' });
    await ring.rotate({ privateKey: third.privateKey });
    expect(ring.acceptedKeyIds).toEqual([third.keyId, 'second', first.keyId, second.keyId]);
    expect(ring.revoke('second')).toBe(true);
    expect(ring.acceptedKeyIds).toEqual([third.keyId, first.keyId]);
  });

  it('does not take an old id of the key in force for another key', async () => {
    const ring = await ringOf(first);
    ring.accept({ key: first.publicKey, keyId: 'old name' });
    expect(() => ring.revoke('old name')).toThrow(
      expect.objectContaining({ option: 'keyId', code: 'conflict' }),
    );
    expect(ring.acceptedKeyIds).toEqual([first.keyId, 'old name']);
  });

  it('refuses to leave the ring without a current key', async () => {
    const ring = await ringOf(first);
    expect(() => ring.revoke(first.keyId)).toThrow(
      expect.objectContaining({ option: 'keyId', code: 'conflict' }),
    );
    expect(ring.acceptedKeyIds).toEqual([first.keyId]);
  });
});
