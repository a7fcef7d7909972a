import { createHmac } from 'node:crypto';
import { CHAT_ID, kindlyHmac, signatureHeaders, WEBHOOK_BODY } from '../kindly.js';
import { FORM_TYPE, JSON_TYPE, TEXT_TYPE } from '../kindly-module.js';
import { UNSIGNED } from '../webhook.js';
import { type Attack, type AttackGroup, bearer } from './attack.js';
import { tokenOf } from './forge.js';
import { NO_JSON_TYPES } from './no-json-types.js';
import { type Door, SECRETS } from './target.js';

const ALGORITHM = 'HMAC-SHA-256 (base64 encoded)';
const GOOD = kindlyHmac(WEBHOOK_BODY, SECRETS.dialogue);

const NO_HEADER = 'there is no Kindly-HMAC header';
const NO_ALGORITHM = `Kindly-HMAC-algorithm is not "${ALGORITHM}"`;
const NO_BYTES = 'Kindly-HMAC is not 32 bytes in base64';
const NO_SECRET = 'no current secret makes this signature for this body';
const NO_JSON = 'the body was not sent as JSON in UTF-8';

function hmacHeaders(signature: string, algorithm = ALGORITHM): readonly string[] {
  return ['Kindly-HMAC', signature, 'Kindly-HMAC-algorithm', algorithm];
}

/** Headers that do not sign the body, whatever its token: each with a good one and with a bad one. */
function unsigned(
  name: string,
  reason: string,
  headers: readonly string[],
  {
    door = 'signed',
    body = WEBHOOK_BODY,
    type = JSON_TYPE,
  }: { door?: Door; body?: string; type?: readonly string[] } = {},
): readonly Attack[] {
  return [
    ['', tokenOf],
    [', with a bad token', () => 'a.b.c'],
  ].map(([suffix, token]) => ({
    name: name + String(suffix),
    door,
    reason,
    expected: UNSIGNED,
    make: () => ({ headers: [...type, ...bearer((token as () => string)()), ...headers], body }),
  }));
}

function typed(type: string): readonly string[] {
  return ['Content-Type', type];
}

function digest(
  hash: string,
  encoding: 'base64' | 'base64url' | 'hex',
  body = WEBHOOK_BODY,
): string {
  return createHmac(hash, SECRETS.dialogue).update(body).digest(encoding);
}

const ALGORITHMS: readonly string[] = [
  '',
  'HMAC-SHA-256',
  'HMAC-SHA-256 (hex encoded)',
  'hmac-sha-256 (base64 encoded)',
  'HMAC-SHA-512 (base64 encoded)',
  'HMAC-SHA-256 (base64 encoded), HMAC-SHA-256 (base64 encoded)',
  'HMAC-SHA-256  (base64 encoded)',
  'none',
  '__proto__',
];

/** Signatures whose bytes may be right, in another writing. */
const WRITINGS: readonly (readonly [string, string])[] = [
  ['an empty one', ''],
  ['hexadecimal', digest('sha256', 'hex')],
  ['base64url', digest('sha256', 'base64url')],
  ['base64 without padding', GOOD.slice(0, -1)],
  ['base64 with more padding', `${GOOD}=`],
  ['other trailing bits', GOOD.replace(/.=$/, 'B=')],
  ['a space in the middle', `${GOOD.slice(0, 20)} ${GOOD.slice(20)}`],
  ['a scheme', `sha256=${GOOD}`],
  ['quotes', `"${GOOD}"`],
  ['a list of the same', `${GOOD}, ${GOOD}`],
  ['SHA-512', digest('sha512', 'base64')],
  ['SHA-1', digest('sha1', 'base64')],
  ['31 bytes', Buffer.from(GOOD, 'base64').subarray(1).toString('base64')],
  ['33 bytes', Buffer.concat([Buffer.from(GOOD, 'base64'), Buffer.alloc(1)]).toString('base64')],
  ['a comma', ','],
  ['4,000 characters', 'A'.repeat(4000)],
  ['bytes beyond ASCII', 'æ'.repeat(44)],
];

/** Signatures in the right writing that are of something else. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['nothing but zeros', `${'A'.repeat(43)}=`],
  ['another secret', kindlyHmac(WEBHOOK_BODY, 'another')],
  ['an empty secret', kindlyHmac(WEBHOOK_BODY, '')],
  ['the secret of tickets', kindlyHmac(WEBHOOK_BODY, SECRETS.tickets)],
  ['the secret with a line end', kindlyHmac(WEBHOOK_BODY, `${SECRETS.dialogue}\n`)],
  [
    'the secret, decoded',
    createHmac('sha256', Buffer.from(SECRETS.dialogue, 'base64'))
      .update(WEBHOOK_BODY)
      .digest('base64'),
  ],
  ['an empty body', kindlyHmac('', SECRETS.dialogue)],
  ['the body with a line end', kindlyHmac(`${WEBHOOK_BODY}\n`, SECRETS.dialogue)],
  [
    'the body with other spaces',
    kindlyHmac(JSON.stringify(JSON.parse(WEBHOOK_BODY), null, 2), SECRETS.dialogue),
  ],
  ['the body and the algorithm', kindlyHmac(WEBHOOK_BODY + ALGORITHM, SECRETS.dialogue)],
  ['SHA-256 without a secret', createHmac('sha256', '').update(WEBHOOK_BODY).digest('base64')],
];

/** The signature is right for the body as `JSON.stringify` would write it, and the body is not. */
const REWRITTEN: readonly (readonly [string, string])[] = [
  ['spaces', `{"chat_id": "${CHAT_ID}"}`],
  ['a line end', `{"chat_id":"${CHAT_ID}"}\n`],
  ['an escape', String.raw`{"chat\u005fid":"${CHAT_ID}"}`],
  ['a duplicate', `{"chat_id":"another","chat_id":"${CHAT_ID}"}`],
  ['a number', `{"chat_id":"${CHAT_ID}","n":1.0}`],
];

export const SIGNATURES: readonly AttackGroup[] = [
  {
    title: 'Kindly-HMAC:',
    why: 'The user holds his token and could send any body with it: only the HMAC says that Kindly sent this one.',
    attacks: [
      ...unsigned('missing', NO_HEADER, []),
      ...unsigned('missing, and its algorithm there', NO_HEADER, [
        'Kindly-HMAC-algorithm',
        ALGORITHM,
      ]),
      ...unsigned('under another name', NO_HEADER, [
        'X-Kindly-HMAC',
        GOOD,
        'Kindly-HMAC-algorithm',
        ALGORITHM,
      ]),
      ...unsigned('no algorithm', NO_ALGORITHM, ['Kindly-HMAC', GOOD]),
      ...ALGORITHMS.flatMap((algorithm) =>
        unsigned(
          `the algorithm ${JSON.stringify(algorithm)}`,
          NO_ALGORITHM,
          hmacHeaders(GOOD, algorithm),
        ),
      ),
      ...unsigned('two algorithms', NO_ALGORITHM, [
        ...hmacHeaders(GOOD),
        'Kindly-HMAC-algorithm',
        ALGORITHM,
      ]),
      ...unsigned('two signatures', NO_BYTES, ['Kindly-HMAC', GOOD, ...hmacHeaders(GOOD)]),
      ...unsigned('an empty one and a good one', NO_BYTES, [
        'Kindly-HMAC',
        '',
        ...hmacHeaders(GOOD),
      ]),
      ...WRITINGS.flatMap(([name, value]) => unsigned(name, NO_BYTES, hmacHeaders(value))),
      ...OTHERS.flatMap(([name, value]) => unsigned(`of ${name}`, NO_SECRET, hmacHeaders(value))),
      ...REWRITTEN.flatMap(([name, body]) =>
        unsigned(
          `of the body without ${name}`,
          NO_SECRET,
          signatureHeaders(JSON.stringify(JSON.parse(body)), SECRETS.dialogue),
          { body },
        ),
      ),
      ...unsigned('of the secret of dialogues, for a ticket', NO_SECRET, hmacHeaders(GOOD), {
        door: 'tickets',
      }),
      ...unsigned('missing, for a ticket', NO_HEADER, [], { door: 'tickets' }),
      ...unsigned('missing, for a visitor with a token', NO_HEADER, [], { door: 'optional' }),
    ],
  },
  {
    title: 'signed bytes of another type:',
    why: 'No signature covers Content-Type: read as a form, signed bytes name another chat.',
    attacks: [FORM_TYPE, TEXT_TYPE, ...NO_JSON_TYPES.map(typed)].flatMap((type) =>
      [`{"chat_id":"OTHER","message":"&chat_id=${CHAT_ID}&user_id=42&x="}`, WEBHOOK_BODY].flatMap(
        (body) =>
          unsigned(
            `${type[1]}: ${body.slice(0, 30)}`,
            NO_JSON,
            signatureHeaders(body, SECRETS.dialogue),
            { type, body },
          ),
      ),
    ),
  },
];
