import { createPublicKey } from 'node:crypto';
import * as fc from 'fast-check';
import { jwtVerify } from 'jose';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { anyBytes, anyText, honestJson } from '../support/arbitraries.js';
import { signRaw } from '../support/bad-tokens.js';
import { botOf, verdictOf } from '../support/bot.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { assertProperty } from '../support/properties.js';

const NOW = 1_800_000_000;
const TOLERANCE = 5;
const bot = await botOf({ clockTolerance: TOLERANCE });
const publicKey = createPublicKey((await keyPair()).publicKey);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

type Members = Record<string, unknown>;

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
  return isHeader(header) && isTimely(claims) && isChat(claims['chat']) && isProfile(claims);
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

/** Times around every limit, and what is no time at all. */
const time = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(-900, -301, -300, -1, 0, 1, 300, 600, 899, 900, 901) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(-TOLERANCE - 1, -TOLERANCE, -4, 4, TOLERANCE, TOLERANCE + 1),
  },
  { weight: 2, arbitrary: fc.integer({ min: -2000, max: 2000 }) },
);
const oddTime = fc.oneof(
  time.map((offset) => NOW + offset),
  time.map((offset) => NOW + offset + 0.5),
  time.map((offset) => String(NOW + offset)),
  fc.constantFrom(0, -1, 1e300, -1e300, Number.MAX_SAFE_INTEGER + 1, null, true, '', [NOW], {}),
  honestJson(),
);

const BENDABLE = [
  'iat',
  'exp',
  'nbf',
  'iss',
  'sub',
  'jti',
  'aud',
  'chat',
  'name',
  'email_verified',
  'picture',
  'tier',
] as const;
const PICTURES = [
  'https://a.example/b.png',
  'HTTP://a.example',
  'javascript:1',
  'data:,',
  '//a',
  'http://',
];

/** Claims of a good token, of which some are something else, or nothing. */
const claims = fc
  .tuple(
    fc.record({
      iss: fc.constant(ISSUER),
      sub: fc.constant('user-1'),
      iat: fc.constant(NOW),
      exp: fc.integer({ min: 1, max: 900 }).map((lifetime) => NOW + lifetime),
      chat: fc.constant({ id: 'chat-1' }),
    }),
    fc.record(
      {
        iat: oneOrOdd(
          time.map((offset) => NOW + offset),
          oddTime,
        ),
        exp: oneOrOdd(
          time.map((offset) => NOW + offset),
          oddTime,
        ),
        nbf: oneOrOdd(
          time.map((offset) => NOW + offset),
          oddTime,
        ),
        iss: fc.oneof(
          fc.constantFrom(`${ISSUER}/`, ISSUER.toUpperCase(), '', [ISSUER]),
          honestJson(),
        ),
        sub: fc.oneof(fc.constantFrom('', ' ', 1, null), anyText(), honestJson()),
        jti: fc.oneof(anyText(), honestJson()),
        aud: honestJson(),
        chat: fc.oneof(
          fc.record({ id: anyText(), webhook_domains: fc.array(anyText()) }, { requiredKeys: [] }),
          fc.record({ id: honestJson(), webhook_domains: honestJson() }, { requiredKeys: [] }),
          honestJson(),
        ),
        name: honestJson(),
        email_verified: fc.oneof(fc.boolean(), honestJson()),
        picture: fc.oneof(fc.constantFrom(...PICTURES), fc.webUrl(), honestJson()),
        tier: honestJson(),
      },
      { requiredKeys: [] },
    ),
    fc.option(fc.constantFrom('iss', 'sub', 'iat', 'exp', 'chat'), { nil: undefined, freq: 6 }),
    fc.uniqueArray(fc.constantFrom(...BENDABLE), { maxLength: 2 }),
  )
  .map(([good, odd, missing, kept]) => {
    // Few at a time: a token that breaks many rules says nothing about any of them.
    const some = Object.fromEntries(kept.map((name) => [name, (odd as Members)[name]]));
    const members: Members = { ...good, ...some };
    if (missing !== undefined) members[missing] = undefined;
    return JSON.parse(JSON.stringify(members)) as Members;
  });

function oneOrOdd(good: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: good }, { weight: 2, arbitrary: odd });
}

const header = fc
  .tuple(
    fc.constantFrom<Members>({ alg: 'RS256' }, { alg: 'RS256', typ: 'JWT' }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Members>({}) },
      {
        weight: 1,
        arbitrary: fc.record<Members>(
          {
            alg: fc.oneof(
              fc.constantFrom('none', 'None', 'HS256', 'RS384', 'PS256', 'rs256', 'RS256 ', [
                'RS256',
              ]),
              honestJson(),
            ),
            typ: fc.oneof(fc.constantFrom('jwt', 'Jwt', 'at+jwt', 'JOSE', '', null), honestJson()),
            kid: fc.oneof(anyText(), honestJson()),
          },
          { requiredKeys: [] },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.dictionary(
          fc.constantFrom('crit', 'b64', 'zip', 'cty', 'jwk', 'jku', 'x5u', 'x5c', 'x5t', 'nonce'),
          fc.oneof(honestJson(), fc.constantFrom(['exp'], [], false)),
          { maxKeys: 2, noNullPrototype: true },
        ),
      },
    ),
  )
  .map(([good, odd]) => JSON.parse(JSON.stringify({ ...good, ...odd })) as Members);

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
      700,
      fc.asyncProperty(header, claims, async (head, body) => {
        const verdict = await verdictOf(bot, signRaw(head, JSON.stringify(body)));
        expect(verdict === 'accepted').toBe(keepsThePromises(head, body));
      }),
    );
  });

  it('is a good one often enough', () => {
    const good = fc
      .sample(fc.tuple(header, claims), 500)
      .filter(([head, body]) => keepsThePromises(head, body));
    expect(good.length).toBeGreaterThan(25);
  });

  it('is accepted just when jose accepts it, and Kindly’s own rules hold', async () => {
    await assertProperty(
      400,
      fc.asyncProperty(header, claims, async (head, body) => {
        const token = signRaw(head, JSON.stringify(body));
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
        const token = signRaw({ alg: 'RS256' }, payload);
        const verdict = await verdictOf(bot, token);
        expect(verdict !== 'accepted' || (await joseAccepts(token))).toBe(true);
      }),
    );
  });
});
