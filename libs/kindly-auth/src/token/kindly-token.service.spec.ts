import { describe, expect, it } from 'vitest';
import { ClaimsChecker } from '../claims/claims-checker.js';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { generateKindlyKeyPair } from '../keys/key-pair.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { loadCurrentKey } from '../keys/signing-key.js';
import { TokenRevocations } from '../revocation/token-revocations.js';
import { KindlyJwtService } from './kindly-jwt.service.js';
import { KindlyTokenService } from './kindly-token.service.js';
import { TokenVerifier } from './token-verifier.js';

const issuer = 'https://shop.example';
const { privateKey } = await generateKindlyKeyPair();
const keyRing = new KindlyKeyRing({
  bot: 'default',
  current: await loadCurrentKey({ privateKey }),
  previous: [],
  longestTokenLife: 905,
  maxQueuedSignatures: 10,
});
const checker = new ClaimsChecker({ issuer, clockTolerance: 5, claimsClass: KindlyClaims });

function serviceOf(maxTokenLength = 8192): KindlyTokenService {
  const settings = {
    bot: 'default',
    issuer,
    tokenLifetime: 300,
    maxTokenLength,
    webhookDomainsOf: () => Promise.resolve([]),
  };
  const verifier = new TokenVerifier(keyRing, checker, settings);
  const revocations = new TokenRevocations({
    issuer,
    store: undefined,
    whenUnavailable: 'refuse',
    timeout: 1000,
    longestTokenLife: 910,
  });
  const jwt = new KindlyJwtService(keyRing);
  return new KindlyTokenService(checker, verifier, revocations, jwt, settings);
}

describe('the operator reads of an identity that', () => {
  const cart: Record<string, unknown> = {};
  cart['self'] = cart;

  it.each<[string, unknown, string]>([
    ['is nobody', null, 'it is not an object with a "sub"'],
    ['is a list', [{ sub: 'user-1' }], 'it is not an object with a "sub"'],
    ['has a bigint', { points: 1n }, 'claim "points" is a bigint, which a token cannot hold'],
    ['has a symbol', { points: Symbol('7') }, 'claim "points" is a symbol, which a token'],
    ['has a function', { cart: { total: () => 7 } }, 'claim "total" is a function, which a token'],
    ['has no finite number', { points: Infinity }, 'claim "points" is a number that is not finite'],
    ['refers to itself', { cart }, 'it cannot be written as JSON: it refers to itself, or'],
    ['has a toJSON', { toJSON: () => ({}) }, 'it has a function "toJSON" of its own'],
    ['has a reserved claim', { aud: 'me' }, 'it sets "aud", which only this library may set'],
    ['breaks a rule', { email: 7 }, 'claim "email" must be a string'],
  ])('%s', async (_name, bent, reason) => {
    const identity = (
      Array.isArray(bent) || bent === null ? bent : { sub: 'user-1', ...(bent as object) }
    ) as { sub: string };
    await expect(serviceOf().issue('chat-1', identity)).rejects.toMatchObject({
      errorCode: 'identity_invalid',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('a user whose tokens are to be revoked', () => {
  it.each([undefined, null, '', 7, {}])('is not %j', async (sub) => {
    await expect(serviceOf().revoke(sub as string)).rejects.toMatchObject({
      errorCode: 'identity_invalid',
      reason: 'claim "sub" must be a non-empty string',
    });
  });
});

describe('a lifetime', () => {
  it.each([0, -1, 1.5, 901, Number.NaN, '300' as never])('of %j is refused', async (lifetime) => {
    await expect(
      serviceOf().issue('chat-1', { sub: 'user-1' }, { lifetime }),
    ).rejects.toMatchObject({ option: 'lifetime', code: 'invalid' });
  });
});

describe('the time of issue', () => {
  const now = Math.floor(Date.now() / 1000);

  it.each([now + 60, now - 0.5, -1, Number.NaN, String(now) as never])(
    'is not %j',
    async (issuedAt) => {
      await expect(
        serviceOf().issue('chat-1', { sub: 'user-1' }, { issuedAt }),
      ).rejects.toMatchObject({ option: 'issuedAt', code: 'invalid' });
    },
  );

  it('may be that of the question who is signed in', async () => {
    const service = serviceOf();
    const issuedAt = now - 20;
    const token = await service.issue('chat-1', { sub: 'user-1' }, { issuedAt, lifetime: 60 });
    await expect(service.verify(token)).resolves.toMatchObject({
      iat: issuedAt,
      exp: issuedAt + 60,
    });
  });
});

describe('a token that is too long', () => {
  const identity = { sub: 'user-1' };
  // As long as Kindly's own ids, and three characters longer: those are four of the token.
  const [usual, longer] = ['x'.repeat(36), 'x'.repeat(39)];

  it('is so from one character above the limit', async () => {
    const { length } = await serviceOf().issue(usual, identity);
    await expect(serviceOf(length).issue(usual, identity)).resolves.toHaveLength(length);
    await expect(serviceOf(length - 1).issue(usual, identity)).rejects.toMatchObject({
      errorCode: 'identity_invalid',
      reason: `the token would have ${length} characters, and "maxTokenLength" is ${length - 1}`,
    });
  });

  it('is the client’s mistake as long as it would be short enough with a usual chat id', async () => {
    const { length } = await serviceOf().issue(usual, identity);
    await expect(serviceOf(length).issue(longer, identity)).rejects.toMatchObject({
      errorCode: 'body_invalid',
      message: 'The chat id is too long for a token',
      reason: `the token would have ${length + 4} characters, and "maxTokenLength" is ${length}`,
    });
    await expect(serviceOf(length - 1).issue(longer, identity)).rejects.toMatchObject({
      errorCode: 'identity_invalid',
    });
  });
});
