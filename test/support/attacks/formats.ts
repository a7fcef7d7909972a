import { CompactEncrypt } from 'jose';
import {
  type Attack,
  type AttackGroup,
  asHeader,
  badToken,
  NOT_ONE_TOKEN,
  THREE_PARTS,
  TOO_LONG,
} from './attack.js';
import { claims, encode, forge, jsonWith, PUBLIC_KEY, RS256, rs256, tokenOf } from './forge.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

type Parts = readonly [header: string, payload: string, signature: string];

function partsOf(token: string): Parts {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
}

/** The same bytes to every lax decoder: a bit is set behind the last one that counts. */
function withTrailingBits(part: string): string {
  if (part.length % 4 === 0) throw new Error('this part has no bits to spare');
  return part.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(part.slice(-1)) + 1);
}

/** A genuine signature over parts as they are. */
function sealed(header: string, payload: string): string {
  return `${header}.${payload}.${rs256()(`${header}.${payload}`)}`;
}

/** White space, which JSON allows, until the part has bits to spare. */
function spacious(part: object): string {
  const json = JSON.stringify(part);
  return encode(json + ' '.repeat((4 - (Buffer.byteLength(json) % 3)) % 3));
}

function bent(name: string, reason: string, bend: (token: string) => string): Attack {
  return badToken(name, reason, () => bend(tokenOf()));
}

function flat(token: string): object {
  const [header, payload, signature] = partsOf(token);
  return { protected: header, payload, signature };
}

function general(token: string): object {
  const [header, payload, signature] = partsOf(token);
  return { payload, signatures: [{ protected: header, signature }] };
}

/** To our own public key: genuine, and nothing that anybody asked for. */
function encrypted(header: object, plaintext: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
    .encrypt(PUBLIC_KEY);
}

const PARTS: readonly Attack[] = [
  bent('one part', THREE_PARTS, (token) => token.replaceAll('.', '')),
  bent('two parts', THREE_PARTS, (token) => token.split('.').slice(0, 2).join('.')),
  bent('two parts and a dot', THREE_PARTS, (token) => token.replace(/[^.]+$/, '')),
  bent('four parts', THREE_PARTS, (token) => `${token}.AA`),
  bent('four parts, the last one empty', THREE_PARTS, (token) => `${token}.`),
  bent('a dot in front', THREE_PARTS, (token) => `.${token}`),
  bent('two tokens in one', THREE_PARTS, (token) => `${token}.${token}`),
  ...[0, 1, 2].map((index) =>
    bent(`an empty part ${index + 1}`, THREE_PARTS, (token) =>
      token.split('.').with(index, '').join('.'),
    ),
  ),
  badToken('dots alone', THREE_PARTS, () => '..'),
  badToken('thousands of dots', THREE_PARTS, () => '.'.repeat(8000)),
  badToken('garbage', 'the header is not canonical base64url', () => 'a.b.c'),
  badToken('an encrypted token', THREE_PARTS, () => encrypted({}, JSON.stringify(claims()))),
  badToken('a token in an encrypted one', THREE_PARTS, () => encrypted({ cty: 'JWT' }, tokenOf())),
  bent('the flat JSON serialisation', NOT_ONE_TOKEN, (token) => JSON.stringify(flat(token))),
  bent('the general JSON serialisation', NOT_ONE_TOKEN, (token) => JSON.stringify(general(token))),
  bent('the flat JSON serialisation in base64url', THREE_PARTS, (token) => encode(flat(token))),
  bent('the general JSON serialisation in base64url', THREE_PARTS, (token) =>
    encode(general(token)),
  ),
];

const [CANONICAL_HEADER, CANONICAL_PAYLOAD, CANONICAL_SIGNATURE] = [
  'header',
  'payload',
  'signature',
].map((part) => `the ${part} is not canonical base64url`) as unknown as Parts;

const BASE64: readonly Attack[] = [
  bent('+ in the signature', THREE_PARTS, (token) => `${token.slice(0, -2)}+A`),
  bent('/ in the payload', THREE_PARTS, (token) => token.replace(/\.\w/, './')),
  bent('standard base64 with padding throughout', NOT_ONE_TOKEN, (token) =>
    token
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('base64').replace(/=*$/, '='))
      .join('.'),
  ),
  bent('padding behind the signature', THREE_PARTS, (token) => `${token}==`),
  bent('padding behind the header', NOT_ONE_TOKEN, (token) => token.replace('.', '=.')),
  badToken('other trailing bits in the header', CANONICAL_HEADER, () =>
    sealed(withTrailingBits(spacious(RS256)), encode(claims())),
  ),
  badToken('other trailing bits in the payload', CANONICAL_PAYLOAD, () =>
    sealed(encode(RS256), withTrailingBits(spacious(claims()))),
  ),
  bent('other trailing bits in the signature', CANONICAL_SIGNATURE, (token) =>
    withTrailingBits(token),
  ),
  bent('a character too many in the signature', CANONICAL_SIGNATURE, (token) => `${token}AAA`),
  badToken('an impossible length of the payload', CANONICAL_PAYLOAD, () =>
    sealed(encode(RS256), 'AAAAA'),
  ),
];

/** A token with this in its middle, where a lax decoder would skip it. */
const WITHIN: readonly (readonly [string, string])[] = [
  ['a space', ' '],
  ['a tab', '\t'],
  ['a no-break space', '\u00a0'],
  ['a zero-width space', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a fullwidth A', 'Ａ'],
  ['a Cyrillic А', 'А'],
  ['a fullwidth full stop', '．'],
  ['a percent sign', '%2E'],
  ['a comma', ','],
  ['a semicolon', ';'],
  ['a question mark', '?'],
  ['quotes', '"'],
  ['a line end, escaped', String.raw`\n`],
];

const PAYLOADS: readonly (readonly [string, string | Uint8Array])[] = [
  ['words', 'user-1'],
  ['nothing but a space', ' '],
  ['a token', tokenOf()],
  ['a cut object', JSON.stringify(claims()).slice(0, -1)],
  ['an object with something behind it', `${JSON.stringify(claims())} {}`],
  ['an object behind a byte order mark', `\ufeff${JSON.stringify(claims())}`],
  ['UTF-16', Buffer.from(JSON.stringify(claims()), 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from(JSON.stringify(claims({ name: '\xff' })), 'latin1')],
  ['NaN', jsonWith('"x":NaN')],
  ['compressed bytes', Buffer.from([0x78, 0x9c, 0xab, 0x56, 0x2a, 0x2e, 0x4d, 0x52, 0xb2])],
  ['brackets without end', '['.repeat(5000)],
];

const NO_OBJECTS: readonly (readonly [string, string])[] = [
  ['null', 'null'],
  ['a list', JSON.stringify([claims()])],
  ['text', '"user-1"'],
  ['a token in quotes', JSON.stringify(tokenOf())],
  ['a number', '1'],
  ['true', 'true'],
];

/** A genuine token of just this length. */
function ofLength(length: number): string {
  for (let padding = Math.floor(((length - tokenOf().length) * 3) / 4) - 20; ; padding += 1) {
    const token = tokenOf({ bio: 'x'.repeat(padding) });
    if (token.length >= length) return token;
  }
}

/** Whatever is said twice could be shown once and obeyed the other time. */
const TWICE: readonly (readonly [string, string])[] = [
  ['another sub first', '"sub":"admin"'],
  ['the same sub', `"sub":${JSON.stringify(claims()['sub'])}`],
  ['another chat', '"chat":{"id":"another"}'],
  ['an escaped name', String.raw`"\u0073ub":"admin"`],
  ['a claim of its own', '"cart":{"items":[{"id":1,"id":2}]}'],
];

export const FORMATS: readonly AttackGroup[] = [
  {
    title: 'a form:',
    why: 'Three parts, as the compact serialisation of a JWS has, and nothing else that JOSE can do.',
    attacks: PARTS,
  },
  {
    title: 'base64url:',
    why: 'One token is written in one way: otherwise lists of refused tokens could be passed by.',
    attacks: [
      ...BASE64,
      ...WITHIN.map(([name, text]) =>
        bent(`${name} in the middle`, NOT_ONE_TOKEN, (token) =>
          asHeader(token.slice(0, 100) + text + token.slice(100)),
        ),
      ),
    ],
  },
  {
    title: 'a payload that is',
    why: 'Claims are a JSON object; jsonwebtoken alone would let text, lists and null through.',
    attacks: [
      ...PAYLOADS.map(([name, payload]) =>
        badToken(name, 'the payload is not JSON in UTF-8', () => forge(RS256, payload)),
      ),
      ...NO_OBJECTS.map(([name, payload]) =>
        badToken(name, 'the payload is not a JSON object', () => forge(RS256, payload)),
      ),
    ],
  },
  {
    title: 'a member twice:',
    why: 'Readers of JSON differ in which of two members they believe (RFC 7519, section 4).',
    attacks: [
      ...TWICE.map(([name, members]) =>
        badToken(name, 'the payload names a member twice', () => forge(RS256, jsonWith(members))),
      ),
      ...[
        '{"alg":"none","alg":"RS256"}',
        '{"alg":"RS256","alg":"none"}',
        '{"alg":"RS256","crit":["exp"],"crit":[]}',
        '{"alg":"RS256","x":{"a":1,"a":1}}',
      ].map((header) => badToken(header, 'the header names a member twice', () => forge(header))),
    ],
  },
  {
    title: 'a size:',
    why: 'What is too long is refused unread, before any decoding and any RSA.',
    attacks: [
      badToken('8193 characters and more, all genuine', TOO_LONG, () => ofLength(8193)),
      badToken('15,000 characters of nothing', TOO_LONG, () => 'x'.repeat(15_000)),
      badToken('a header of 8000 characters', TOO_LONG, () =>
        forge({ ...RS256, x: 'x'.repeat(8000) }),
      ),
      badToken('a sub of 8000 characters', TOO_LONG, () => tokenOf({ sub: 'x'.repeat(8000) })),
      badToken('a signature of 8000 characters', TOO_LONG, () =>
        forge(RS256, claims(), () => 'A'.repeat(8000)),
      ),
      badToken('a thousand members', TOO_LONG, () =>
        forge(
          RS256,
          claims(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`c${n}`, n]))),
        ),
      ),
    ],
  },
];
