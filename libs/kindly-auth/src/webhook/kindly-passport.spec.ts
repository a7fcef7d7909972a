import { createPublicKey, sign } from 'node:crypto';
import passport from 'passport';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { generateKindlyKeyPair } from '../keys/key-pair.js';
import type { ReadToken } from '../token/token-verifier.js';
import { KindlyPassport } from './kindly-passport.js';

const [first, second] = await Promise.all([generateKindlyKeyPair(), generateKindlyKeyPair()]);

/** @param signed the header and the payload of a token, each as the text that is encoded */
function readOf(
  privateKey: string,
  signed: readonly string[] = ['{"alg":"RS256"}', '{"exp":1}'],
): ReadToken {
  const bytes = signed.map((text) => Buffer.from(text).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(bytes), privateKey).toString('base64url');
  const key = createPublicKey(first.publicKey);
  return { token: `${bytes}.${signature}`, keyId: undefined, key, members: {} };
}

/** One that ends with the test, as with the app. */
function passportOfTest(): KindlyPassport {
  const kindlyPassport = new KindlyPassport();
  onTestFinished(() => kindlyPassport.onApplicationShutdown());
  return kindlyPassport;
}

function framesOf(error: unknown): number {
  return String((error as Error).stack).match(/\n\s+at /g)?.length ?? 0;
}

describe('KindlyPassport', () => {
  it('lets a token through whose signature holds, and looks at nothing else', async () => {
    await expect(passportOfTest().authenticate(readOf(first.privateKey))).resolves.toBeUndefined();
  });

  it.each<[string, ReadToken, string]>([
    ['was signed by another key', readOf(second.privateKey), 'JsonWebTokenError'],
    [
      'names another algorithm',
      readOf(first.privateKey, ['{"alg":"RS384"}', '{}']),
      'JsonWebTokenError',
    ],
    ['is no token', { ...readOf(first.privateKey), token: 'a.b' }, 'JsonWebTokenError'],
    ['is not there', { ...readOf(first.privateKey), token: '' }, 'Error'],
  ])('refuses one that %s', async (_name, read, name) => {
    await expect(passportOfTest().authenticate(read)).rejects.toMatchObject({
      errorCode: 'token_invalid',
      reason: `its signature does not hold (${name})`,
    });
  });

  it('leaves the stack traces of others alone, whatever becomes of the token', async () => {
    const { stackTraceLimit } = Error;
    for (const { privateKey } of [first, second]) {
      await passportOfTest()
        .authenticate(readOf(privateKey))
        .catch(() => undefined);
      expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    }
    expect(framesOf(new Error('outside'))).toBeGreaterThan(0);
  });

  it('has a strategy of its own, which goes with it', () => {
    const use = vi.spyOn(passport, 'use');
    const unuse = vi.spyOn(passport, 'unuse');
    onTestFinished(() => void vi.restoreAllMocks());
    for (const one of [new KindlyPassport(), new KindlyPassport()]) one.onApplicationShutdown();
    const names = use.mock.calls.map(([name]) => name);
    expect(new Set(names).size).toBe(2);
    expect(names).toEqual(names.map(() => expect.stringMatching(/^kindly-webhook:[0-9a-f-]{36}$/)));
    expect(unuse.mock.calls).toEqual(names.map((name) => [name]));
  });
});
