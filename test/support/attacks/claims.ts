import { CHAT_ID, ISSUER, now } from '../kindly.js';
import { EXPIRED } from '../webhook.js';
import { type AttackGroup, badClaim, badToken } from './attack.js';
import { ANY_VALUE, LATER, TOO_FAR } from './claim-types.js';
import { forge, jsonWith, RS256, tokenOf } from './forge.js';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

const ISSUERS: readonly string[] = [
  `${ISSUER}/`,
  `${ISSUER}.evil.example`,
  `${ISSUER} `,
  ` ${ISSUER}`,
  `${ISSUER}\u0000`,
  ISSUER.slice(0, -1),
  ISSUER.toUpperCase(),
  ISSUER.replace('o', '\u043e'),
  ISSUER.replace('https', 'http'),
  ISSUER.replace('.', '%2E'),
  'https://evil.example',
  '*',
  '.*',
  `["${ISSUER}"]`,
];

const PICTURES: readonly string[] = [
  'javascript:alert(1)',
  'data:image/svg+xml,<svg onload="alert(1)"/>',
  'file:///etc/passwd',
  '//images.example.org/a.png',
  '/a.png',
  'ftp://images.example.org/a.png',
  'blob:https://images.example.org/a',
];

/** Times as claims of a token made now, and what is said of them. */
const TIMES: readonly (readonly [string, () => Record<string, unknown>, string])[] = [
  ['exp = iat', () => ({ exp: now() }), LATER],
  ['exp before iat', () => ({ exp: now() - 1 }), LATER],
  ['both at the same time in the past', () => ({ iat: now() - 10, exp: now() - 10 }), LATER],
  ['a life of 901 seconds', () => ({ exp: now() + 901 }), TOO_FAR],
  ['a life of 901 seconds that has begun', () => ({ iat: now() - 450, exp: now() + 451 }), TOO_FAR],
  ['exp in ten years', () => ({ exp: now() + 315_360_000 }), TOO_FAR],
  ['exp = 2^53 − 1', () => ({ exp: MAX_SAFE }), TOO_FAR],
  ['exp = 2^53', () => ({ exp: MAX_SAFE + 1 }), LATER],
  ['exp and iat above 2^53', () => ({ iat: 2 ** 53, exp: 2 ** 53 + 300 }), LATER],
  ['iat = −2^53', () => ({ iat: -(2 ** 53) }), LATER],
  ['exp in milliseconds', () => ({ exp: (now() + 300) * 1000 }), TOO_FAR],
  ['exp with a fraction', () => ({ exp: now() + 60.5 }), 'claim "exp" must be an integer'],
  ['exp as text', () => ({ exp: String(now() + 300) }), 'claim "exp" must be an integer'],
  ['iat as text', () => ({ iat: String(now()) }), 'claim "iat" must be an integer'],
  [
    'exp as a date',
    () => ({ exp: new Date(Date.now() + 300_000) }),
    'claim "exp" must be an integer',
  ],
  ['iat just beyond the tolerance', () => ({ iat: now() + 6 }), 'claim "iat" lies in the future'],
  [
    'iat and exp in the year 2100',
    () => ({ iat: 4_102_444_800, exp: 4_102_445_100 }),
    'claim "iat" lies in the future',
  ],
  ['nbf just beyond the tolerance', () => ({ nbf: now() + 6 }), 'claim "nbf" lies in the future'],
  ['nbf in ten years', () => ({ nbf: now() + 315_360_000 }), 'claim "nbf" lies in the future'],
];

const NUMBERS: readonly (readonly [string, string])[] = [
  ['"exp":1e400', 'claim "exp" must be an integer'],
  ['"exp":-1e400', 'claim "exp" must be an integer'],
  ['"iat":1e-400', TOO_FAR],
  ['"iat":-0', TOO_FAR],
];

const EXPIRED_BY: readonly (readonly [string, number])[] = [
  ['just beyond the tolerance', 5],
  ['for a minute', 60],
  ['for ten years', 315_360_000],
];

const INHERITED = 'the payload has a name that every JavaScript object inherits';
const POLLUTION = '{"polluted":"yes","isAdmin":true}';

/** Names that reach the prototype of what a careless reader builds. */
const POLLUTING: readonly string[] = [
  `"__proto__":${POLLUTION}`,
  '"__proto__":null',
  '"__proto__":[]',
  `"constructor":{"prototype":${POLLUTION}}`,
  '"constructor":null',
  '"toString":"x"',
  '"hasOwnProperty":1',
  '"valueOf":{}',
  `"custom":{"__proto__":${POLLUTION}}`,
  `"custom":[[{"constructor":{"prototype":${POLLUTION}}}]]`,
  String.raw`"\u005f_proto__":${POLLUTION}`,
  '"__defineGetter__":"x"',
];

/** The claims of a good token, with these members in place of its own. */
function jsonInPlaceOf(members: string): string {
  const name = members.slice(1, members.indexOf('":'));
  return jsonWith(members, { [name]: undefined });
}

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce((inner) => ({ inner }), 'x');
}

export const CLAIMS: readonly AttackGroup[] = [
  {
    title: 'a time:',
    why: 'A stolen token must die within 900 seconds; clocks may differ by 5.',
    attacks: [
      ...TIMES.map(([name, make, message]) => badClaim(name, message, () => tokenOf(make()))),
      ...NUMBERS.map(([members, message]) =>
        badClaim(members, message, () => forge(RS256, jsonInPlaceOf(members))),
      ),
      ...EXPIRED_BY.map(([name, seconds]) => ({
        ...badToken(`expired ${name}`, 'The bearer token has expired', () =>
          tokenOf({ iat: now() - seconds - 300, exp: now() - seconds }),
        ),
        expected: EXPIRED,
      })),
    ],
  },
  {
    title: 'an issuer, an audience, a picture:',
    why: 'The issuer is compared exactly. Kindly has no audience: a token with one is for somebody else.',
    attacks: [
      ...ISSUERS.map((iss) =>
        badClaim(`iss = ${JSON.stringify(iss)}`, 'claim "iss" names another issuer', () =>
          tokenOf({ iss }),
        ),
      ),
      ...[...ANY_VALUE, ISSUER, 'elsewhere'].map((aud) =>
        badClaim(`aud = ${JSON.stringify(aud)}`, 'claim "aud" must be absent', () =>
          tokenOf({ aud }),
        ),
      ),
      ...PICTURES.map((picture) =>
        badClaim(`picture = ${picture}`, 'claim "picture" must be an http(s) URL', () =>
          tokenOf({ picture }),
        ),
      ),
      badClaim('a list of the issuer', 'claim "iss" must be a string', () =>
        tokenOf({ iss: [ISSUER] }),
      ),
    ],
  },
  {
    title: 'claims that reach for a prototype:',
    why: 'Copied by a careless reader, such a name would give every object of the process a member.',
    attacks: [
      ...POLLUTING.map((members) =>
        badClaim(members, INHERITED, () => forge(RS256, jsonWith(members))),
      ),
      badClaim('in the chat', INHERITED, () =>
        forge(RS256, jsonInPlaceOf(`"chat":{"id":"${CHAT_ID}","__proto__":${POLLUTION}}`)),
      ),
      badClaim('34 levels deep', 'the payload is nested deeper than 32 levels', () =>
        tokenOf({ custom: nested(34) }),
      ),
      badClaim('1,500 lists deep', 'the payload is nested deeper than 32 levels', () =>
        forge(RS256, jsonWith(`"custom":${'['.repeat(1500)}${']'.repeat(1500)}`)),
      ),
    ],
  },
];
