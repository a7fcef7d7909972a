import { deflateSync, gzipSync } from 'node:zlib';
import { CHAT_ID, signatureHeaders, WEBHOOK_BODY } from '../kindly.js';
import { FORM_TYPE, JSON_TYPE } from '../kindly-module.js';
import { bearer, withToken } from './attack.js';
import { tokenOf } from './forge.js';
import type { ParserAttack } from './parser-attack.js';
import { PERSON, SECRETS } from './target.js';
import { WIRE_ATTACKS } from './wire.js';

function typed(contentType: string, ...headers: readonly string[]): readonly string[] {
  return ['Content-Type', contentType, ...headers];
}

/** To the endpoint, to a webhook, and to one that is signed: each with all that it asks for otherwise. */
function everywhere(
  name: string,
  headers: readonly string[],
  body: string | Uint8Array,
): readonly ParserAttack[] {
  const token = (): readonly string[] => bearer(tokenOf());
  return [
    { name: `${name}: token request`, door: 'tokens', make: () => ({ headers, body }) },
    {
      name: `${name}: webhook`,
      door: 'webhook',
      make: () => ({ headers: [...headers, ...token()], body }),
    },
    {
      name: `${name}: signed webhook`,
      door: 'signed',
      make: () => ({
        headers: [...headers, ...token(), ...signatureHeaders(body, SECRETS.dialogue)],
        body,
      }),
    },
  ];
}

const BAD_JSON: readonly string[] = [
  ' ',
  '{',
  '{"chat_id":',
  `{"chat_id":"${CHAT_ID}"`,
  `{"chat_id":"${CHAT_ID}"}}`,
  "{'chat_id':'x'}",
  'NaN',
  'undefined',
  '"chat-1"',
  'true',
  '1',
  '\u0000',
  '{"a":\u0001}',
  '['.repeat(50_000),
  '{"a":'.repeat(10_000),
];

/** V8 quotes the place in its message, and Nest on Express tells it to the sender, whose body it is. */
const QUOTED: readonly string[] = [
  `{"chat_id":"${CHAT_ID}","email": ${PERSON.email}}`,
  `{"access_token":${tokenOf()}}`,
];

/** What is no body to one parser, and to another is none that it takes. */
const NO_BODIES: readonly string[] = ['', 'null'];

const POLLUTING: readonly string[] = [
  `{"chat_id":"${CHAT_ID}","chatId":"${CHAT_ID}","__proto__":{"polluted":"yes","chat_id":"another"}}`,
  `{"__proto__":{"chat_id":"another","chatId":"another"}}`,
  String.raw`{"\u005f\u005fproto__":{"polluted":"yes"}}`,
  `{"constructor":{"prototype":{"polluted":"yes"}},"chat_id":"another"}`,
  `{"chat_id":"another","context":{"__proto__":{"polluted":"yes"}}}`,
];

const CHARSETS: readonly (readonly [string, string | Uint8Array])[] = [
  [
    'utf-7',
    '{"chat_id":"OTHER","message":"+ACI-,+ACI-chat+AF8-id+ACI-:+ACI-chat-1+ACI-,+ACI-x+ACI-:+ACI-"}',
  ],
  ['utf-16', Buffer.from(WEBHOOK_BODY, 'utf16le')],
  ['utf-16le', Buffer.from(WEBHOOK_BODY, 'utf16le')],
  ['utf-32', WEBHOOK_BODY],
  ['utf8', WEBHOOK_BODY],
  ['iso-8859-1', Buffer.from('{"chat_id":"\xe5"}', 'latin1')],
  ['utf-8; charset=utf-7', WEBHOOK_BODY],
  ['x'.repeat(1000), WEBHOOK_BODY],
  ['__proto__', WEBHOOK_BODY],
];

/** Types that no parser of the app reads, over a body that would be good as JSON. */
const TYPES: readonly string[] = [
  'application/xml',
  'application/vnd.kindly+json',
  'application/jsonx',
  'text/json',
  'text/plainer',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/json, text/plain',
  'application/jwt',
  'text/plain, application/json',
  '*/*',
  ';;;',
  '__proto__',
  'x'.repeat(4000),
];

const ENCODED: readonly (readonly [string, Uint8Array])[] = [
  ['gzip', gzipSync('{"chat_id":"another","chatId":1}')],
  ['deflate', deflateSync('{"chat_id":"another","chatId":1}')],
  ['gzip', gzipSync('['.repeat(10_000_000))],
  ['gzip', Buffer.from('no gzip at all')],
  ['gzip, gzip', gzipSync(gzipSync('{}'))],
  ['__proto__', Buffer.from('{"chat_id":"another","chatId":1}')],
  ['br', Buffer.from('{"chat_id":"another","chatId":1}')],
];

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** Read as nested by one parser, and as odd names by the other. */
const FORMS: readonly string[] = [
  'chatId[]=chat-1',
  'chatId[toString]=chat-1',
  '__proto__[polluted]=yes',
  '__proto__[chatId]=chat-1',
  'constructor[prototype][polluted]=yes',
  'x[__proto__][polluted]=yes',
  'chatId=%E0%A4%A',
  `chatId${'[a]'.repeat(1000)}=x`,
  Array.from({ length: 1500 }, () => 'a').join('&'),
];

export const PARSER_ATTACKS: readonly ParserAttack[] = [
  ...BAD_JSON.flatMap((body) => everywhere(`JSON: ${body.slice(0, 30)}`, JSON_TYPE, body)),
  ...QUOTED.flatMap((body) => everywhere(`JSON: ${body.slice(-30)}`, JSON_TYPE, body)).map(
    (attack) => ({ ...attack, quotes: true as const }),
  ),
  ...FORMS.map((body) => ({
    name: `the form ${body.slice(0, 40)}`,
    door: 'tokens' as const,
    make: () => ({ headers: FORM_TYPE, body }),
  })),
  ...NO_BODIES.flatMap(
    (body) =>
      [
        {
          name: `JSON: ${body}: token request`,
          door: 'tokens',
          make: () => ({ headers: JSON_TYPE, body }),
        },
        { name: `JSON: ${body}: webhook`, door: 'strict', make: () => withToken(tokenOf(), body) },
      ] satisfies ParserAttack[],
  ),
  ...POLLUTING.flatMap((body) => everywhere(body.slice(0, 60), JSON_TYPE, body)),
  ...CHARSETS.flatMap(([charset, body]) =>
    everywhere(
      `charset ${charset.slice(0, 30)}`,
      typed(`application/json; charset=${charset}`),
      body,
    ),
  ),
  ...TYPES.flatMap((type) => everywhere(`type ${type.slice(0, 40)}`, typed(type), WEBHOOK_BODY)),
  ...everywhere('no type', [], WEBHOOK_BODY),
  ...ENCODED.flatMap(([encoding, body]) =>
    everywhere(
      `${body.length} bytes as ${encoding}`,
      [...JSON_TYPE, 'Content-Encoding', encoding],
      body,
    ),
  ),
  ...everywhere(
    'a megabyte and more',
    JSON_TYPE,
    JSON.stringify({ chat_id: CHAT_ID, x: 'x'.repeat(1_200_000) }),
  ),
  ...everywhere(
    'bytes that are not UTF-8',
    JSON_TYPE,
    Buffer.from('{"chat_id":"\xff\xfe","chatId":1}', 'latin1'),
  ),
  ...METHODS.map((method) => ({
    name: `${method} for a token`,
    door: 'tokens' as const,
    make: () => ({
      method,
      headers: JSON_TYPE,
      body: method === 'TRACE' ? '' : `{"chatId":"${CHAT_ID}"}`,
    }),
  })),
  ...METHODS.map((method) => ({
    name: `${method} to a webhook`,
    door: 'webhook' as const,
    make: () => ({ method, headers: [...JSON_TYPE, ...bearer(tokenOf())] }),
  })),
  ...WIRE_ATTACKS,
];
