import { sign } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import { loadCurrentKey, loadVerifyingKey } from './signing-key.js';
import type { KindlyTokenSigner } from './token-signer.js';

let first: KindlyKeyPair;
let second: KindlyKeyPair;

beforeAll(async () => {
  [first, second] = await Promise.all([generateKindlyKeyPair(), generateKindlyKeyPair()]);
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
      signer: { keyId: 'kms-1' },
    });
    await expect(
      loadCurrentKey({ signer, publicKey: first.publicKey, keyId: 'mine' }),
    ).resolves.toMatchObject({ keyId: 'mine' });
  });

  it('takes a signer that makes one signature at a time', async () => {
    const signer = { ...signerOf(first), concurrency: 1 };
    const key = await loadCurrentKey({ signer, publicKey: first.publicKey });
    const data = Buffer.from('data');
    await expect(key.signer?.sign(data)).resolves.toEqual(await signer.sign(data));
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
    [
      'an empty key id beside a public key',
      () => ({ publicKey: first.publicKey, keyId: '' }),
      'keyId',
      'empty',
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
      'a signer that is null',
      () => ({ signer: null as never, publicKey: first.publicKey }),
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
    [
      'a signer with an empty key id beside its own',
      () => ({ signer: signerOf(first), publicKey: first.publicKey, keyId: '' }),
      'keyId',
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

  it.each<[string, () => object]>([
    ['a private key', () => ({ privateKey: first.privateKey })],
    ['a signer', () => ({ signer: signerOf(first) })],
    ['nothing', () => ({})],
  ])('names the public key beside %s that cannot be read', async (_name, options) => {
    await expect(loadCurrentKey({ ...options(), publicKey: 'nonsense' })).rejects.toMatchObject({
      option: 'publicKey',
      code: 'key_unreadable',
    });
  });

  it('says what the public key does not belong to', async () => {
    const publicKey = second.publicKey;
    await expect(loadCurrentKey({ privateKey: first.privateKey, publicKey })).rejects.toThrow(
      'does not belong to option "privateKey"',
    );
    await expect(loadCurrentKey({ signer: signerOf(first), publicKey })).rejects.toThrow(
      'does not belong to option "signer"',
    );
  });

  it('says what a signer threw that failed', async () => {
    const thrown: readonly [unknown, string][] = [
      [new TypeError('no route to 10.0.0.1'), 'it threw TypeError.'],
      ['10.0.0.1', 'it threw string.'],
    ];
    for (const [error, words] of thrown) {
      const signer = { keyId: 'k', sign: () => Promise.reject(error) };
      await expect(loadCurrentKey({ signer, publicKey: first.publicKey })).rejects.toThrow(words);
    }
  });

  it.each([
    [100, 100],
    [undefined, 10_000],
  ])('waits for a signer that hangs: of %j for %i milliseconds', async (timeout, expected) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const signer = { keyId: 'k', timeout, sign: () => new Promise<never>(() => undefined) };
    const outcomes: string[] = [];
    void loadCurrentKey({ signer, publicKey: first.publicKey }).catch((error: unknown) =>
      outcomes.push(String(error)),
    );
    vi.advanceTimersByTime(expected - 1);
    await setImmediate();
    expect(outcomes).toEqual([]);
    vi.advanceTimersByTime(1);
    await setImmediate();
    expect(outcomes).toEqual([expect.stringContaining('it threw TimeoutError.')]);
  });

  it.each([
    ['concurrency', 0, 'a whole number of signatures from 1 to 10000'],
    ['concurrency', 10_001, 'a whole number of signatures from 1 to 10000'],
    ['timeout', 99, 'a whole number of milliseconds from 100 to 60000'],
    ['timeout', 60_001, 'a whole number of milliseconds from 100 to 60000'],
  ])('says what a signer may have as its %s: not %i', async (name, value, words) => {
    const signer = { ...signerOf(first), [name]: value };
    await expect(loadCurrentKey({ signer, publicKey: first.publicKey })).rejects.toMatchObject({
      option: `signer.${name}`,
      code: 'invalid',
      message: expect.stringContaining(words),
    });
  });
});

describe('loadVerifyingKey', () => {
  it('derives the key id from the key, or takes the one that is given', () => {
    expect(loadVerifyingKey(first.publicKey, 'key').keyId).toBe(first.keyId);
    expect(loadVerifyingKey({ key: first.publicKey, keyId: 'mine' }, 'key').keyId).toBe('mine');
  });

  it('names the part of the option that is bad', () => {
    expect(() => loadVerifyingKey({ key: first.publicKey, keyId: '' }, 'key')).toThrow(
      expect.objectContaining({ option: 'key.keyId', code: 'empty' }),
    );
  });

  it.each([null, undefined, 7, {}])('refuses %j, which is no key', (key) => {
    expect(() => loadVerifyingKey(key as never, 'key')).toThrow(
      expect.objectContaining({ option: 'key' }),
    );
  });
});
