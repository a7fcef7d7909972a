import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import { loadCurrentKey } from './signing-key.js';
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
