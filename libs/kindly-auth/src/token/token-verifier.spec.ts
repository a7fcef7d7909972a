import { createPublicKey, sign } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ClaimsChecker, nowInSeconds } from '../claims/claims-checker.js';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { generateKindlyKeyPair, type KindlyKeyPair } from '../keys/key-pair.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { loadCurrentKey, loadVerifyingKey } from '../keys/signing-key.js';
import { TokenVerifier } from './token-verifier.js';
import type { TokenSettings } from './token.settings.js';

Logger.overrideLogger(false);

const issuer = 'https://shop.example';
const NO_KEY = { errorCode: 'token_invalid', reason: 'no key has its key id' };

const [first, second, third] = await Promise.all([
  generateKindlyKeyPair(),
  generateKindlyKeyPair(),
  generateKindlyKeyPair(),
]);

async function ringOf(
  current: KindlyKeyPair,
  ...previous: KindlyKeyPair[]
): Promise<KindlyKeyRing> {
  return new KindlyKeyRing({
    bot: 'default',
    current: await loadCurrentKey({ privateKey: current.privateKey }),
    previous: previous.map(({ publicKey }) => loadVerifyingKey(publicKey, 'previousPublicKeys')),
    longestTokenLife: 905,
    maxQueuedSignatures: 10,
  });
}

function verifierOf(keyRing: KindlyKeyRing, claimsClass = KindlyClaims): TokenVerifier {
  const checker = new ClaimsChecker({ issuer, clockTolerance: 5, claimsClass });
  return new TokenVerifier(keyRing, checker, { maxTokenLength: 8192 } as TokenSettings);
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param kid `null` for a header without one */
function tokenOf({ keyId, privateKey }: KindlyKeyPair, kid: string | null = keyId): string {
  const now = nowInSeconds();
  const claims = { iss: issuer, sub: 'user-1', iat: now, exp: now + 300, chat: { id: 'chat' } };
  const header = { alg: 'RS256', typ: 'JWT', ...(kid !== null && { kid }) };
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

describe('the key that a token is checked with', () => {
  const pairs = [first, second];

  it.each<[string, string, readonly KindlyKeyPair[], KindlyKeyPair]>([
    ['the only one, whatever the id says', tokenOf(third, 'another'), [first], first],
    ['the one with its id', tokenOf(second), pairs, second],
    ['the one with its id, which did not sign it', tokenOf(third, second.keyId), pairs, second],
    ['the one that signed it, where it has no id', tokenOf(second, null), pairs, second],
  ])('is %s', async (_name, token, [current = first, ...previous], { publicKey }) => {
    const { key } = verifierOf(await ringOf(current, ...previous)).read(token);
    expect(key.equals(createPublicKey(publicKey))).toBe(true);
  });

  it('is none where no key has its id', async () => {
    const verifier = verifierOf(await ringOf(first, second));
    expect(() => verifier.read(tokenOf(first, 'another'))).toThrow(expect.objectContaining(NO_KEY));
  });

  it('is none where it has no id and no key signed it', async () => {
    const verifier = verifierOf(await ringOf(first, second));
    expect(() => verifier.read(tokenOf(third, null))).toThrow(
      expect.objectContaining({
        errorCode: 'token_invalid',
        reason: 'no key has made its signature',
      }),
    );
  });
});

describe('a token that was read before', () => {
  it('keeps its key until that is gone', async () => {
    const keyRing = await ringOf(first, second);
    const verifier = verifierOf(keyRing);
    const reads = [tokenOf(second), tokenOf(second, null)].map((token) => verifier.read(token));
    expect(reads.map((read) => verifier.isKeyAccepted(read))).toEqual([true, true]);
    keyRing.revoke(second.keyId);
    expect(reads.map((read) => verifier.isKeyAccepted(read))).toEqual([false, false]);
  });

  it('has no claims when its key is revoked while a rule of the app takes its time', async () => {
    const rules: (() => void)[] = [];
    class SlowClaims extends KindlyClaims {
      @ValidateBy({
        name: 'slow',
        async: true,
        validator: {
          validate: () => new Promise((resolve) => rules.push(() => resolve(true))),
        },
      })
      declare readonly sub: string;
    }
    const keyRing = await ringOf(first, second);
    const verifier = verifierOf(keyRing, SlowClaims);
    const [good, revoked] = [first, second].map((pair) =>
      verifier.claimsOf(verifier.read(tokenOf(pair))),
    );
    keyRing.revoke(second.keyId);
    for (const pass of rules) pass();
    await expect(good).resolves.toMatchObject({ sub: 'user-1' });
    await expect(revoked).rejects.toMatchObject(NO_KEY);
  });
});
