import { createPublicKey } from 'node:crypto';
import * as fc from 'fast-check';
import { jwtVerify } from 'jose';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { anyBytes, hasHonestNames } from '../support/arbitraries.js';
import { forge } from '../support/attacks/forge.js';
import { botOf, verdictOf } from '../support/bot.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { assertProperty } from '../support/properties.js';
import {
  anyClaims,
  anyHeader,
  type Members,
  NOW,
  TOLERANCE,
} from '../support/token-arbitraries.js';

const MAX_DEPTH = 32;
const bot = await botOf({ clockTolerance: TOLERANCE });
const publicKey = createPublicKey(keyPair().publicKey);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The promises P4, P5 and P10 of the threat model, written down a second time. */
function keepsThePromises(header: Members, claims: Members): boolean {
  return standardHolds(header, claims) && kindlyRulesHold(header, claims);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Math.floor(value) === value && Math.abs(value) !== Infinity;
}

/** What every JWT library can be told to check. */
function standardHolds(header: Members, { iss, iat, exp, nbf }: Members): boolean {
  return (
    header['alg'] === 'RS256' &&
    !('crit' in header) &&
    iss === ISSUER &&
    typeof exp === 'number' &&
    NOW < exp + TOLERANCE &&
    typeof iat === 'number' &&
    iat <= NOW + TOLERANCE &&
    (nbf === undefined || (typeof nbf === 'number' && nbf <= NOW + TOLERANCE))
  );
}

/** What is Kindly's, or ours. */
function kindlyRulesHold(header: Members, claims: Members): boolean {
  return (
    isHeader(header) &&
    isTimely(claims) &&
    isChat(claims['chat']) &&
    isProfile(claims) &&
    hasHonestNames(claims) &&
    depthOf(claims) <= MAX_DEPTH
  );
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return -1;
  return 1 + Math.max(-1, ...Object.values(value).map(depthOf));
}

function isHeader(header: Members): boolean {
  const { typ, kid } = header;
  return (
    (typ === undefined || (isText(typ) && /^jwt$/i.test(typ))) &&
    (kid === undefined || isText(kid)) &&
    ['b64', 'zip', 'cty', 'jwk', 'jku', 'x5u', 'x5c'].every((name) => !(name in header))
  );
}

function isTimely({ iat, exp, nbf }: Members): boolean {
  const lifetime = Number(exp) - Number(iat);
  return (
    Number.isSafeInteger(iat) &&
    Number.isSafeInteger(exp) &&
    lifetime >= 1 &&
    lifetime <= 900 &&
    (nbf === undefined || isWhole(nbf))
  );
}

function isChat(chat: unknown): boolean {
  if (typeof chat !== 'object' || chat === null || Array.isArray(chat)) return false;
  const { id, webhook_domains: domains } = chat as Members;
  return (
    isText(id) &&
    id.length > 0 &&
    (domains === undefined || (Array.isArray(domains) && domains.every(isText)))
  );
}

function isProfile(claims: Members): boolean {
  const are = (names: readonly string[], type: string): boolean =>
    names.every((name) => claims[name] === undefined || typeof claims[name] === type);
  const { sub, jti, picture } = claims;
  return (
    isText(sub) &&
    sub.length > 0 &&
    (jti === undefined || isText(jti)) &&
    !('aud' in claims) &&
    are(['name', 'email', 'phone_number'], 'string') &&
    are(['email_verified', 'phone_number_verified'], 'boolean') &&
    (picture === undefined ||
      (isText(picture) && /^\s*https?:/i.test(picture) && URL.canParse(picture)))
  );
}

/** jose, told to check as much of our policy as it knows of. */
async function joseAccepts(token: string): Promise<boolean> {
  try {
    await jwtVerify(token, publicKey, {
      algorithms: ['RS256'],
      issuer: ISSUER,
      clockTolerance: TOLERANCE,
      requiredClaims: ['sub', 'iat', 'exp', 'chat'],
      maxTokenAge: 900,
    });
    return true;
  } catch {
    return false;
  }
}

describe('a token of any header and any claims, signed by the right key', () => {
  it('is accepted just when it keeps the promises', async () => {
    await assertProperty(
      1500,
      fc.asyncProperty(anyHeader, anyClaims, async (head, body) => {
        const verdict = await verdictOf(bot, forge(head, JSON.stringify(body)));
        expect(verdict === 'accepted').toBe(keepsThePromises(head, body));
      }),
    );
  });

  it('is a good one often enough', () => {
    const good = fc
      .sample(fc.tuple(anyHeader, anyClaims), { numRuns: 500, seed: 1 })
      .filter(([head, body]) => keepsThePromises(head, body));
    expect(good.length).toBeGreaterThan(50);
  });

  it('is accepted just when jose accepts it, and Kindly’s own rules hold', async () => {
    await assertProperty(
      400,
      fc.asyncProperty(anyHeader, anyClaims, async (head, body) => {
        const token = forge(head, JSON.stringify(body));
        const verdict = await verdictOf(bot, token);
        const theirs = await joseAccepts(token);
        expect(verdict === 'accepted').toBe(theirs && kindlyRulesHold(head, body));
      }),
    );
  });
});

describe('any bytes in the place of the claims, signed by the right key,', () => {
  const json = JSON.stringify({
    iss: ISSUER,
    sub: 'user-1',
    iat: NOW,
    exp: NOW + 300,
    chat: { id: 'chat-1' },
  });

  /** The JSON of good claims with something else in some place of it: often JSON, often not. */
  const bentJson = fc
    .tuple(
      fc.nat(json.length),
      fc.nat(4),
      fc.oneof(
        anyBytes(4),
        fc.string({ maxLength: 3 }).map((text) => Buffer.from(text)),
      ),
    )
    .map(([start, length, put]) =>
      Buffer.concat([
        Buffer.from(json.slice(0, start)),
        put,
        Buffer.from(json.slice(start + length)),
      ]),
    );

  it('are refused, or are claims to jose too', async () => {
    await assertProperty(
      800,
      fc.asyncProperty(fc.oneof(bentJson, anyBytes()), async (payload) => {
        const token = forge({ alg: 'RS256' }, payload);
        const verdict = await verdictOf(bot, token);
        expect(verdict !== 'accepted' || (await joseAccepts(token))).toBe(true);
      }),
    );
  });
});
