import { createPublicKey, sign } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import { KindlyKeyRing } from './kindly-key-ring.js';
import { loadCurrentKey, loadVerifyingKey } from './signing-key.js';
import type { KindlyTokenSigner } from './token-signer.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

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
    longestTokenLife: 905,
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

describe('the ring', () => {
  it('tells the public half of the key in force', async () => {
    const ring = await ringOf(first, second);
    expect(ring.keyId).toBe(first.keyId);
    expect(ring.publicKey).toBe(first.publicKey);
  });

  it('refuses one id for two keys', async () => {
    const current = await loadCurrentKey({ privateKey: first.privateKey, keyId: 'a' });
    const previous = [
      loadVerifyingKey({ key: second.publicKey, keyId: 'a' }, 'previousPublicKeys'),
    ];
    expect(() => new KindlyKeyRing({ current, previous, longestTokenLife: 905 })).toThrow(
      expect.objectContaining({ option: 'previousPublicKeys', code: 'duplicate' }),
    );
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

  it('can go back', async () => {
    const ring = await ringOf(first);
    await ring.rotate({ privateKey: second.privateKey });
    await ring.rotate({ privateKey: first.privateKey });
    expect(candidates(ring)).toEqual([first.keyId, second.keyId]);
  });

  it('lets go of the private key that it replaces', async () => {
    const ring = await ringOf(first);
    const replaced = new WeakRef(ring.current.signer ?? {});
    await ring.rotate({ privateKey: second.privateKey });
    // Past this turn of the event loop nothing but the ring could still hold it.
    await setImmediate();
    collectGarbage();
    expect(replaced.deref()).toBeUndefined();
    expect(candidates(ring)).toEqual([second.keyId, first.keyId]);
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

describe('loadCurrentKey', () => {
  const signerOf = (pair: KindlyKeyPair): KindlyTokenSigner => ({
    keyId: 'kms-1',
    sign: (data) => Promise.resolve(sign('sha256', data, pair.privateKey)),
  });

  it('derives the key id from the key', async () => {
    await expect(loadCurrentKey({ privateKey: first.privateKey })).resolves.toMatchObject({
      keyId: first.keyId,
      signer: { keyId: first.keyId },
    });
  });

  it('takes a pair, and a key id', async () => {
    await expect(
      loadCurrentKey({ privateKey: first.privateKey, publicKey: first.publicKey, keyId: 'mine' }),
    ).resolves.toMatchObject({ keyId: 'mine' });
  });

  it('takes a signer with its public key', async () => {
    const signer = signerOf(first);
    await expect(loadCurrentKey({ signer, publicKey: first.publicKey })).resolves.toMatchObject({
      keyId: 'kms-1',
      signer,
    });
    await expect(
      loadCurrentKey({ signer, publicKey: first.publicKey, keyId: 'mine' }),
    ).resolves.toMatchObject({ keyId: 'mine' });
  });

  it('takes a public key alone, to verify only', async () => {
    const key = await loadCurrentKey({ publicKey: first.publicKey });
    expect(key).toMatchObject({ keyId: first.keyId });
    expect(key.signer).toBeUndefined();
  });

  it.each<[string, () => Parameters<typeof loadCurrentKey>[0], string, string]>([
    ['no key at all', () => ({}), 'privateKey', 'required'],
    [
      'halves of two pairs',
      () => ({ privateKey: first.privateKey, publicKey: second.publicKey }),
      'publicKey',
      'key_mismatch',
    ],
    [
      'a private key and a signer',
      () => ({ privateKey: first.privateKey, signer: signerOf(first) }),
      'signer',
      'conflict',
    ],
    ['a signer alone', () => ({ signer: signerOf(first) }), 'publicKey', 'required'],
    [
      'a signer with another public key',
      () => ({ signer: signerOf(first), publicKey: second.publicKey }),
      'publicKey',
      'key_mismatch',
    ],
    [
      'a signer without sign()',
      () => ({ signer: { keyId: 'k' } as KindlyTokenSigner, publicKey: first.publicKey }),
      'signer',
      'invalid',
    ],
    [
      'a signer that fails',
      () => ({
        signer: { keyId: 'k', sign: () => Promise.reject(new TypeError('no route to 10.0.0.1')) },
        publicKey: first.publicKey,
      }),
      'signer',
      'signer_failed',
    ],
    [
      'a signer that throws',
      () => ({
        signer: {
          keyId: 'k',
          sign: () => {
            throw new TypeError('no route to 10.0.0.1');
          },
        },
        publicKey: first.publicKey,
      }),
      'signer',
      'signer_failed',
    ],
    [
      'a signer that returns text',
      () => ({
        signer: { keyId: 'k', sign: () => Promise.resolve('signature' as unknown as Uint8Array) },
        publicKey: first.publicKey,
      }),
      'signer',
      'signer_failed',
    ],
    [
      'a signer without a key id',
      () => ({ signer: { ...signerOf(first), keyId: '' }, publicKey: first.publicKey }),
      'signer.keyId',
      'empty',
    ],
    ['an empty key id', () => ({ privateKey: first.privateKey, keyId: ' ' }), 'keyId', 'empty'],
    [
      'a key id that is a number',
      () => ({ privateKey: first.privateKey, keyId: 1 as unknown as string }),
      'keyId',
      'invalid',
    ],
  ])('refuses %s', async (_name, options, option, code) => {
    await expect(loadCurrentKey(options())).rejects.toMatchObject({
      option,
      code,
      message: expect.not.stringMatching(/10\.0\.0\.1/),
    });
  });
});
