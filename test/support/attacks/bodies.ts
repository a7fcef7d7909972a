import { CHAT_ID, mint, WEBHOOK_BODY } from '../kindly.js';
import { FORM_TYPE, TEXT_TYPE } from '../kindly-module.js';
import { HOST_NOT_LISTED, MISMATCH } from '../webhook.js';
import { type Attack, type AttackGroup, bearer, type Strike, withToken } from './attack.js';
import { tokenOf } from './forge.js';
import { NO_JSON_TYPES } from './no-json-types.js';
import type { Door } from './target.js';

const ANOTHER_CHAT = 'chat_id is not the chat.id of the token';
const NO_OBJECT = 'the body is not a JSON object in UTF-8, so it may name any chat';
const NO_CHAT = 'the body has no chat_id';

function mismatch(name: string, reason: string, make: () => Strike | Promise<Strike>): Attack {
  return { name, door: 'webhook', reason, expected: MISMATCH, make };
}

function at(door: Door, attack: Attack): Attack {
  return { ...attack, door };
}

/** A genuine token, and a body that is not for its chat. */
function foreignBody(body: unknown, reason = ANOTHER_CHAT): Attack {
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  return mismatch(json.slice(0, 80), reason, () => withToken(tokenOf(), json));
}

/** A genuine body, and a token that is not for its chat. */
function foreignToken(id: string): Attack {
  return mismatch(JSON.stringify(id).slice(0, 80), ANOTHER_CHAT, () =>
    withToken(tokenOf({ chat: { id } })),
  );
}

const NO_CHAT_IDS: readonly unknown[] = [
  'another',
  '',
  ' ',
  `${CHAT_ID} `,
  ` ${CHAT_ID}`,
  `${CHAT_ID}\u0000`,
  `${CHAT_ID}\n`,
  CHAT_ID.toUpperCase(),
  CHAT_ID.slice(0, -1),
  `${CHAT_ID}0`,
  CHAT_ID.replaceAll('-', '\u2010'),
  encodeURIComponent(`${CHAT_ID}/`),
  '*',
  null,
  0,
  1,
  true,
  false,
  [],
  [CHAT_ID],
  [[CHAT_ID]],
  {},
  { id: CHAT_ID },
  { toString: CHAT_ID },
  { length: 36 },
  'x'.repeat(10_000),
];

const SOMETHING_ELSE: readonly unknown[] = [
  [],
  [CHAT_ID],
  [{ chat_id: 'another' }],
  [{ chat_id: CHAT_ID }],
];

/** Bodies that name no chat where one is required. */
const NAMELESS: readonly unknown[] = [
  {},
  { message: 'hi' },
  { chatId: CHAT_ID },
  { Chat_Id: CHAT_ID },
  { 'chat_id ': CHAT_ID },
  { chat: { id: CHAT_ID } },
  { payload: { chat_id: CHAT_ID } },
];

function sentAs(headers: readonly string[], body: string): () => Strike {
  return () => ({ headers: [...headers, ...bearer(tokenOf())], body });
}

const FORMS: readonly string[] = [
  `chat_id=${CHAT_ID}`,
  'chat_id=another',
  'message=hi',
  `chat_id=another&chat_id=${CHAT_ID}`,
  `chat_id[]=${CHAT_ID}`,
  '__proto__[chat_id]=another',
  'constructor[prototype][polluted]=yes',
  '',
];

const TEXTS: readonly string[] = ['{"chat_id":"another"}', WEBHOOK_BODY, 'hello', ''];

/** Under the first both adapters read JSON, and something else in front might not. */
const ODD_TYPES: readonly string[] = [
  'application/json;',
  'application/json; x=y',
  'application/json; charset=utf-8; x=y',
  'application/json; charset=utf-8; boundary=x',
  ...NO_JSON_TYPES,
];

const HOSTS: readonly (readonly string[] | undefined)[] = [
  undefined,
  [],
  ['other.example.com'],
  ['shop.example.com.evil.example'],
  ['evil.shop.example.com'],
  ['*.shop.example.com'],
  ['*.com'],
  ['*'],
  ['*.*.com'],
  ['.*'],
  ['sh*p.example.com'],
  ['s\u212aop.example.com'],
  ['https://shop.example.com'],
  ['shop.example.com:443'],
  ['shop.example.com/'],
  ['', ' ', '.'],
  ['xn--', 'xn--shop.example.com'],
  ['x'.repeat(5000)],
];

/** What a proxy may add, and a stranger too. */
const HOST_HEADERS: readonly (readonly string[])[] = [
  ['Host', 'evil.example'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Forwarded', 'host=evil.example'],
  ['Origin', 'https://evil.example'],
];

function hosted(
  name: string,
  domains: readonly string[] | undefined,
  headers: readonly string[] = [],
): Attack {
  return {
    name,
    door: 'hosted',
    reason: 'The bearer token is not meant for this host',
    expected: HOST_NOT_LISTED,
    make: () => {
      const good = withToken(tokenOf({ chat: { id: CHAT_ID, webhook_domains: domains } }));
      return { ...good, headers: [...(good.headers ?? []), ...headers] };
    },
  };
}

export const BODIES: readonly AttackGroup[] = [
  {
    title: 'a body of another chat than the token’s:',
    why: 'A user could send his own token with the id of somebody else’s chat.',
    attacks: [
      ...NO_CHAT_IDS.map((chat_id) => foreignBody({ chat_id, message: 'hi' })),
      foreignBody(`{"chat_id":"${CHAT_ID}","chat_id":"another"}`),
      foreignBody(String.raw`{"chat_id":"${CHAT_ID}","chat\u005fid":"another"}`),
      mismatch('a token of jose’s', ANOTHER_CHAT, async () =>
        withToken(mint({ chat: { id: 'another' } })),
      ),
    ],
  },
  {
    title: 'a token of another chat than the body’s:',
    why: 'Both ends of the comparison are strings, compared strictly.',
    attacks: [
      'another',
      ' ',
      '0',
      'null',
      '[object Object]',
      `${CHAT_ID} `,
      CHAT_ID.toUpperCase(),
      '__proto__',
    ].map(foreignToken),
  },
  {
    title: 'a body that is no JSON object:',
    why: 'A handler might read it otherwise than the guard: as a form, as text, as a list.',
    attacks: [
      ...SOMETHING_ELSE.map((body) => foreignBody(body, NO_OBJECT)),
      ...SOMETHING_ELSE.map((body) => at('strict', foreignBody(body, NO_OBJECT))),
      ...FORMS.map((form) => mismatch(`the form ${form}`, NO_OBJECT, sentAs(FORM_TYPE, form))),
      ...ODD_TYPES.map((type) =>
        mismatch(`the type ${type}`, NO_OBJECT, sentAs(['Content-Type', type], WEBHOOK_BODY)),
      ),
      ...TEXTS.map((text) => mismatch(`the text ${text}`, NO_OBJECT, sentAs(TEXT_TYPE, text))),
    ],
  },
  {
    title: 'a body that names no chat where one is required:',
    why: 'What names no chat belongs to any chat.',
    attacks: [
      ...NAMELESS.map((body) => at('strict', foreignBody(body, NO_CHAT))),
      at('strict', foreignBody({ chat_id: 'another' })),
      at('strict', foreignBody({ chat_id: null })),
      at('strict', mismatch('no body', NO_CHAT, sentAs([], ''))),
    ],
  },
  {
    title: 'a token for other hosts:',
    why: 'The owner of another webhook holds genuine tokens of our users.',
    attacks: [
      ...HOSTS.map((domains) => hosted(JSON.stringify(domains)?.slice(0, 60) ?? 'none', domains)),
      ...HOST_HEADERS.map((headers) => hosted(headers.join(': '), ['evil.example'], headers)),
    ],
  },
];
