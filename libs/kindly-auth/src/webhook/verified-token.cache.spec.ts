import { createPublicKey, type KeyObject } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClaimsChecker } from '../claims/claims-checker.js';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { generateKindlyKeyPair, type KindlyKeyPair } from '../keys/key-pair.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { loadCurrentKey } from '../keys/signing-key.js';
import { TokenVerifier } from '../token/token-verifier.js';
import type { TokenSettings } from '../token/token.settings.js';
import { VerifiedTokenCache } from './verified-token.cache.js';
import type { WebhookSettings } from './webhook.settings.js';

Logger.overrideLogger(false);
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const NOW = 1_800_000_000;
const settings = { issuer: 'https://shop.example', clockTolerance: 5, claimsClass: KindlyClaims };

let pair: KindlyKeyPair;
let next: KindlyKeyPair;
let keyRing: KindlyKeyRing;
let key: KeyObject;

beforeAll(async () => {
  [pair, next] = await Promise.all([generateKindlyKeyPair(), generateKindlyKeyPair()]);
});
beforeEach(async () => {
  vi.useFakeTimers({ now: NOW * 1000, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  keyRing = new KindlyKeyRing({
    bot: 'default',
    current: await loadCurrentKey({ privateKey: pair.privateKey }),
    previous: [],
    longestTokenLife: 905,
    maxQueuedSignatures: 10,
  });
  ({ publicKey: key } = keyRing.current);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function cacheOf(maxCachedTokens = 10): VerifiedTokenCache {
  const checker = new ClaimsChecker(settings);
  const verifier = new TokenVerifier(keyRing, checker, {} as TokenSettings);
  return new VerifiedTokenCache(keyRing, verifier, checker, settings, {
    maxCachedTokens,
  } as WebhookSettings);
}

function claimsOf(sub: string, lifetime = 300): KindlyClaims {
  const claims = { iss: settings.issuer, sub, iat: NOW, exp: NOW + lifetime, chat: { id: 'chat' } };
  return Object.freeze(Object.assign(new KindlyClaims(), claims));
}

const claims = claimsOf('user-1');

/** What follows when a token was looked up in vain, and was verified. */
function learn(cache: VerifiedTokenCache, token: string, verified = claims, by = key): void {
  cache.remember(cache.lookUp(token), { token, keyId: undefined, key: by, members: {} }, verified);
}

/** Claims that nobody but the cache holds. */
function learnAnew(cache: VerifiedTokenCache, token: string, lifetime: number): KindlyClaims {
  const verified = claimsOf('user-1', lifetime);
  learn(cache, token, verified);
  return verified;
}

async function collect(): Promise<void> {
  await setImmediate();
  collectGarbage();
}

describe('VerifiedTokenCache', () => {
  it('knows a token that it was told of, and no other', () => {
    const cache = cacheOf();
    learn(cache, 'a.b.c');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
    expect(cache.lookUp('a.b.d').genuine?.claims).toBeUndefined();
  });

  it('remembers nothing when it has no room', () => {
    const cache = cacheOf(0);
    learn(cache, 'a.b.c');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBeUndefined();
  });

  it('refuses by the clock, on every request', () => {
    const cache = cacheOf();
    learn(cache, 'a.b.c');
    vi.setSystemTime((NOW + 304) * 1000);
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
    vi.setSystemTime((NOW + 305) * 1000);
    expect(() => cache.lookUp('a.b.c').genuine?.claims).toThrow(
      expect.objectContaining({ errorCode: 'token_expired' }),
    );
    vi.setSystemTime((NOW - 6) * 1000);
    expect(() => cache.lookUp('a.b.c').genuine?.claims).toThrow(
      expect.objectContaining({ errorCode: 'claims_invalid' }),
    );
  });

  it('forgets who the user was when the token has expired, unasked', async () => {
    const cache = cacheOf();
    const shortLived = new WeakRef(learnAnew(cache, 'a.b.c', 300));
    const longLived = new WeakRef(learnAnew(cache, 'd.e.f', 900));
    await collect();
    expect(shortLived.deref()?.sub).toBe('user-1');
    vi.advanceTimersByTime(306_000);
    await collect();
    expect(shortLived.deref()).toBeUndefined();
    expect(longLived.deref()?.sub).toBe('user-1');
    expect(cache.lookUp('d.e.f').genuine?.claims.sub).toBe('user-1');
  });

  it.each<[string, () => unknown]>([
    ['another key is in force', () => keyRing.rotate({ privateKey: next.privateKey })],
    ['another key is accepted', () => keyRing.accept(next.publicKey)],
  ])('forgets everything when %s', async (_name, change) => {
    const cache = cacheOf();
    learn(cache, 'a.b.c');
    await change();
    expect(cache.lookUp('a.b.c').genuine?.claims).toBeUndefined();
    learn(cache, 'a.b.c');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
  });

  it('forgets everything when a key is revoked', () => {
    const cache = cacheOf();
    keyRing.accept(next.publicKey);
    learn(cache, 'a.b.c');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
    keyRing.revoke(next.keyId);
    expect(cache.lookUp('a.b.c').genuine?.claims).toBeUndefined();
  });

  it('takes nothing that was found out before the keys changed', () => {
    const cache = cacheOf();
    const lookup = cache.lookUp('a.b.c');
    keyRing.accept(next.publicKey);
    // Another webhook comes first, and with it the cache has gone over to the new keys.
    cache.lookUp('d.e.f');
    cache.remember(lookup, { token: 'a.b.c', keyId: undefined, key, members: {} }, claims);
    expect(cache.lookUp('a.b.c').genuine?.claims).toBeUndefined();
  });

  it('does not know a token of a key that is accepted no more', () => {
    const cache = cacheOf();
    const foreign = createPublicKey(next.publicKey);
    learn(cache, 'a.b.c', claims, foreign);
    expect(cache.lookUp('a.b.c').genuine?.claims).toBeUndefined();
  });

  it('forgets what was not asked for, for what comes when it is full', () => {
    const cache = cacheOf(2);
    learn(cache, 'a.b.c');
    learn(cache, 'd.e.f');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
    learn(cache, 'g.h.i');
    expect(cache.lookUp('a.b.c').genuine?.claims).toBe(claims);
    expect(cache.lookUp('d.e.f').genuine?.claims).toBeUndefined();
    expect(cache.lookUp('g.h.i').genuine?.claims).toBe(claims);
  });

  it('is bounded by characters as well, whatever the number', () => {
    const cache = cacheOf(100_000);
    const long = 'x'.repeat(16_383);
    const letters = Array.from({ length: 1025 }, (_, index) => String.fromCodePoint(1000 + index));
    for (const letter of letters) {
      learn(cache, letter + long);
    }
    expect(cache.lookUp(letters[0] + long).genuine?.claims).toBeUndefined();
    expect(cache.lookUp(letters[1] + long).genuine?.claims).toBe(claims);
  });

  it('holds no token, for those who read our memory', () => {
    const set = vi.spyOn(LRUCache.prototype, 'set');
    learn(cacheOf(), 'header.claims.signature');
    expect(set).toHaveBeenCalledOnce();
    expect(inspect(set.mock.calls, { depth: Infinity, showHidden: true })).not.toMatch(
      /header|signature/,
    );
  });
});
