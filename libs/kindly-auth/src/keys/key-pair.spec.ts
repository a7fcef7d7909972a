import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { thumbprint } from './key-id.js';
import { generateKindlyKeyPair } from './key-pair.js';

describe('thumbprint', () => {
  it('is that of RFC 7638, section 3.1', () => {
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'RSA',
        n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
        e: 'AQAB',
      },
    });
    expect(thumbprint(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });
});

describe('generateKindlyKeyPair', () => {
  it('makes PKCS#8 and SPKI of one 2048-bit pair, with its key id', async () => {
    const { privateKey, publicKey, keyId } = await generateKindlyKeyPair();
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(createPublicKey(privateKey).equals(createPublicKey(publicKey))).toBe(true);
    expect(createPrivateKey(privateKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(thumbprint(createPublicKey(publicKey))).toBe(keyId);
  });

  it('makes longer ones when asked', async () => {
    const { publicKey } = await generateKindlyKeyPair({ modulusLength: 3072 });
    expect(createPublicKey(publicKey).asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it.each([1024, 2047, 2048.5, 16384, NaN])('refuses %d bits', async (modulusLength) => {
    await expect(generateKindlyKeyPair({ modulusLength })).rejects.toMatchObject({
      option: 'modulusLength',
      code: 'invalid',
    });
  });
});
