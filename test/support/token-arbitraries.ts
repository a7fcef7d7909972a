import * as fc from 'fast-check';
import { anyText, honestJson } from './arbitraries.js';
import { ISSUER } from './kindly.js';

/** When the tokens are looked at, in seconds since 1970. */
export const NOW = 1_800_000_000;
export const TOLERANCE = 5;

export type Members = Record<string, unknown>;

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
  'iat',
  'exp',
  'constructor',
  'hasOwnProperty',
] as const;
const PICTURES = [
  'https://a.example/b.png',
  'HTTP://a.example',
  'javascript:1',
  'data:,',
  '//a',
  'http://',
];

function nested(depth: number): unknown {
  return depth === 0 ? 'tier' : [nested(depth - 1)];
}

/** When a token was issued and when it expires, around every limit that the two have. */
const life = fc
  .tuple(
    fc.oneof(
      fc.constant(0),
      fc.constantFrom(-1, 1, 4, 5, 6, -200),
      fc.integer({ min: -900, max: 8 }),
    ),
    fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constantFrom(1, 899, 900, 901, 0)),
    fc.constantFrom(undefined, undefined, undefined, -6, -5, -4, 0),
  )
  .map(([issued, lifetime, expires]) => ({
    // Counted from the one end or from the other.
    iat: NOW + (expires === undefined ? issued : expires - lifetime),
    exp: NOW + (expires === undefined ? issued + lifetime : expires),
  }));

/** Claims of a good token, of which some are something else, or nothing. */
export const anyClaims = fc
  .tuple(
    life,
    fc.record({
      iss: fc.constant(ISSUER),
      sub: fc.constant('user-1'),
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
        tier: fc.oneof(
          honestJson(),
          fc.constantFrom('constructor', 'toString', 'valueOf').map((name) => ({ [name]: 1 })),
          fc.integer({ min: 29, max: 35 }).map((depth) => nested(depth)),
        ),
        constructor: honestJson(),
        hasOwnProperty: honestJson(),
      },
      { requiredKeys: [] },
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('iss', 'sub', 'iat', 'exp', 'chat') },
    ),
    fc.uniqueArray(fc.constantFrom(...BENDABLE), { maxLength: 2 }),
  )
  .map(([times, good, odd, missing, kept]) => {
    // Few at a time: a token that breaks many rules says nothing about any of them.
    const some = Object.fromEntries(kept.map((name) => [name, (odd as Members)[name]]));
    const members: Members = { ...times, ...good, ...some };
    if (missing !== undefined) members[missing] = undefined;
    return JSON.parse(JSON.stringify(members)) as Members;
  });

function oneOrOdd(good: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 2, arbitrary: good }, { weight: 1, arbitrary: odd });
}

/** A good header, or one with something else in it. */
export const anyHeader = fc
  .tuple(
    fc.constantFrom<Members>({ alg: 'RS256' }, { alg: 'RS256', typ: 'JWT' }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant<Members>({}) },
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
