import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { keyPair } from '../kindly.js';
import { type Attack, type AttackGroup, badToken, DOES_NOT_HOLD } from './attack.js';
import { claims, forge, PUBLIC_KEY, RS256, rs256 } from './forge.js';
import { KEY_IDS } from './target.js';

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const strangersJwk = createPublicKey(stranger).export({ format: 'jwk' });
const ownJwk = PUBLIC_KEY.export({ format: 'jwk' });
const { privateKey: previousKey } = keyPair('previous');

/** Parameters that would change how a token is read, or which key it is checked with. */
const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  jwk: [strangersJwk, ownJwk, { kty: 'oct', k: 'AA' }, null, ''],
  jku: ['https://evil.example/jwks.json', 'file:///etc/passwd', 'http://169.254.169.254/', ''],
  x5u: ['https://evil.example/chain.pem', null],
  x5c: [['MIIB'], [], 'MIIB'],
  crit: [
    ['b64'],
    ['exp'],
    ['alg'],
    ['__proto__'],
    ['constructor'],
    [''],
    [],
    'exp',
    {},
    null,
    1,
    true,
  ],
  b64: [false, true, null, 'false'],
  zip: ['DEF', 'none', null],
  cty: ['JWT', 'json', '', null],
};

const refused: readonly Attack[] = Object.entries(REFUSED).flatMap(([name, values]) =>
  values.map((value) =>
    badToken(`${name}: ${JSON.stringify(value).slice(0, 40)}`, `the header has "${name}"`, () =>
      forge({ ...RS256, [name]: value }),
    ),
  ),
);

const TYPES: readonly unknown[] = [
  'at+jwt',
  'dpop+jwt',
  'application/jwt',
  'JWE',
  'JOSE',
  'JWT ',
  ' JWT',
  'JWT\u0000',
  'J\u0428T',
  '',
  null,
  1,
  true,
  ['JWT'],
  { JWT: 1 },
];

const NO_KEY_IDS: readonly unknown[] = [
  0,
  1,
  -1,
  1.5,
  null,
  true,
  [],
  ['id'],
  [KEY_IDS.current],
  {},
];

/** What key finders have been led astray with. */
const UNKNOWN_KEY_IDS: readonly string[] = [
  '',
  ' ',
  '../../../../etc/passwd',
  '/dev/null',
  'file:///dev/null',
  'https://evil.example/key.pem',
  "' OR '1'='1",
  "x' UNION SELECT 'secret' --",
  '$(id)',
  '| id',
  '%2e%2e%2fkey',
  '__proto__',
  'constructor',
  'toString',
  '0',
  'null',
  'undefined',
  `${KEY_IDS.current}\u0000`,
  `${KEY_IDS.current} `,
  KEY_IDS.current.toUpperCase(),
  KEY_IDS.current.slice(0, -1),
  `${KEY_IDS.current},${KEY_IDS.previous}`,
  '🗝',
  'k'.repeat(4000),
];

const NO_OBJECTS: readonly (readonly [string, string])[] = [
  ['null', 'null'],
  ['a list', '[{"alg":"RS256"}]'],
  ['text', '"RS256"'],
  ['a number', '256'],
  ['true', 'true'],
];

const NO_JSON: readonly (readonly [string, string | Uint8Array])[] = [
  ['words', 'RS256'],
  ['a cut object', '{"alg":"RS256"'],
  ['two objects', '{"alg":"RS256"}{"alg":"none"}'],
  ['single quotes', "{'alg':'RS256'}"],
  ['a comment', '{"alg":"RS256"/* */}'],
  ['a comma too many', '{"alg":"RS256",}'],
  ['NaN', '{"alg":"RS256","x":NaN}'],
  ['a byte order mark', '\ufeff{"alg":"RS256"}'],
  ['a NUL behind it', '{"alg":"RS256"}\u0000'],
  ['a control character', '{"alg":"RS256","x":"\u0001"}'],
  ['UTF-16', Buffer.from('{"alg":"RS256"}', 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from('{"alg":"RS256","x":"\xff"}', 'latin1')],
  ['overlong UTF-8', Buffer.from('{"alg":"RS256","x":"\xc0\xaf"}', 'latin1')],
  ['half a surrogate pair in UTF-8', Buffer.from('{"alg":"RS256","x":"\xed\xa0\x80"}', 'latin1')],
  ['a hundred thousand brackets’ start', '['.repeat(4000)],
];

/** A token for the bot with two keys. */
function rotating(attack: Attack): Attack {
  return { ...attack, door: 'rotating' };
}

export const HEADERS: readonly AttackGroup[] = [
  {
    title: 'a header with',
    why: 'The key is the configuration’s: what a header brings along is neither used nor fetched.',
    attacks: [
      ...refused,
      badToken('jwk, signed by it', 'the header has "jwk"', () =>
        forge({ ...RS256, jwk: strangersJwk }, claims(), rs256(stranger)),
      ),
      badToken('crit that names what the header does not have', 'the header has "crit"', () =>
        forge({ ...RS256, crit: ['unknown'] }),
      ),
      badToken('crit and what it names', 'the header has "crit"', () =>
        forge({ ...RS256, crit: ['b64'], b64: false }),
      ),
    ],
  },
  {
    title: 'a type of',
    why: 'A token that the same key signed for another purpose is no Kindly token.',
    attacks: TYPES.map((typ) =>
      badToken(JSON.stringify(typ), 'the type is not JWT', () => forge({ alg: 'RS256', typ })),
    ),
  },
  {
    title: 'a key id',
    why: 'It is compared with the ids of the configuration, and looked up nowhere.',
    attacks: [
      ...NO_KEY_IDS.map((kid) =>
        badToken(`that is no text: ${JSON.stringify(kid)}`, 'the key id is not a string', () =>
          forge({ ...RS256, kid }),
        ),
      ),
      ...UNKNOWN_KEY_IDS.map((kid) =>
        rotating(
          badToken(
            `that nobody has: ${JSON.stringify(kid).slice(0, 40)}`,
            'no key has its key id',
            () => forge({ ...RS256, kid }),
          ),
        ),
      ),
      rotating(
        badToken('of the previous key over a signature of the current one', DOES_NOT_HOLD, () =>
          forge({ ...RS256, kid: KEY_IDS.previous }),
        ),
      ),
      rotating(
        badToken('of the current key over a signature of the previous one', DOES_NOT_HOLD, () =>
          forge({ ...RS256, kid: KEY_IDS.current }, claims(), rs256(previousKey)),
        ),
      ),
      rotating(
        badToken('of a stranger, who gives none', 'no key has made its signature', () =>
          forge(RS256, claims(), rs256(stranger)),
        ),
      ),
      rotating(
        badToken('of the current key, by a stranger', DOES_NOT_HOLD, () =>
          forge({ ...RS256, kid: KEY_IDS.current }, claims(), rs256(stranger)),
        ),
      ),
    ],
  },
  {
    title: 'a header that is',
    why: 'Only a JSON object can say what it is; readers that guess at the rest guess differently.',
    attacks: [
      ...NO_OBJECTS.map(([name, header]) =>
        badToken(name, 'the header is not a JSON object', () => forge(header)),
      ),
      ...NO_JSON.map(([name, header]) =>
        badToken(name, 'the header is not JSON in UTF-8', () => forge(header)),
      ),
    ],
  },
];
