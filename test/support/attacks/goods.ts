import { CHAT_ID, keyPair, now, signatureHeaders, WEBHOOK_BODY } from '../kindly.js';
import { FORM_TYPE, json, JSON_TYPE, TEXT_TYPE } from '../kindly-module.js';
import { bearer, type Strike, withToken } from './attack.js';
import { claims, forge, RS256, rs256, tokenOf } from './forge.js';
import { type Door, KEY_IDS, PERSON, SECRETS } from './target.js';

/** A request that must be let through: just inside of a rule, where an attack is just outside. */
export interface GoodRequest {
  readonly name: string;
  readonly door: Door;
  readonly make: () => Strike;
}

const { privateKey: previousKey } = keyPair('previous');

function token(name: string, make: () => string, door: Door = 'webhook'): GoodRequest {
  return { name, door, make: () => withToken(make()) };
}

function body(name: string, text: string, door: Door = 'webhook'): GoodRequest {
  return { name, door, make: () => withToken(tokenOf(), text) };
}

function signed(
  name: string,
  secret: string,
  door: Door,
  headers: () => readonly string[],
): GoodRequest {
  const signature = signatureHeaders(WEBHOOK_BODY, secret);
  return {
    name,
    door,
    make: () => ({ headers: [...JSON_TYPE, ...signature, ...headers()], body: WEBHOOK_BODY }),
  };
}

function visitor(): readonly string[] {
  return bearer(tokenOf());
}

/** Headers of a genuine token that change nothing. */
const HEADERS: readonly (readonly [string, string | object])[] = [
  ['no type', { alg: 'RS256' }],
  ['the type jwt', { alg: 'RS256', typ: 'jwt' }],
  ['a key id of nobody, as there is one key', { ...RS256, kid: '../../etc/passwd' }],
  ['the key id __proto__, as there is one key', { ...RS256, kid: '__proto__' }],
  ['parameters of its own', { ...RS256, x5t: 'thumbprint', custom: [null] }],
  ['a prototype that nobody reads', '{"alg":"RS256","__proto__":{"polluted":"yes","kid":1}}'],
  ['white space', ' { "alg" : "RS256" }\n'],
];

const CLAIMS: readonly (readonly [string, () => Record<string, unknown>])[] = [
  ['a life of 900 seconds', () => ({ exp: now() + 900 })],
  ['a life of one second', () => ({ exp: now() + 1 })],
  ['iat just within the tolerance', () => ({ iat: now() + 5 })],
  ['nbf just within the tolerance', () => ({ nbf: now() + 5 })],
  ['expired just within the tolerance', () => ({ iat: now() - 304, exp: now() - 4 })],
  ['no webhook domains', () => ({ chat: { id: CHAT_ID } })],
  ['claims of its own', () => ({ tier: 'gold', prototype: { x: [1, null] }, 'ключ 🗝': true })],
  ['empty profile claims', () => ({ name: '', email: '', phone_number: '' })],
];

const TOKEN_REQUESTS: readonly (readonly [string, Strike])[] = [
  ['as JSON', json({ chatId: CHAT_ID })],
  ['as text', { headers: TEXT_TYPE, body: JSON.stringify({ chatId: CHAT_ID }) }],
  ['as a form', { headers: FORM_TYPE, body: `chat_id=${CHAT_ID}` }],
  ['in both names', json({ chatId: CHAT_ID, chat_id: CHAT_ID })],
  ['of 256 characters', json({ chatId: 'Ω'.repeat(256) })],
  ['of 4096 bytes', { headers: JSON_TYPE, body: JSON.stringify({ chatId: CHAT_ID }).padEnd(4096) }],
  [
    'of 4096 bytes of text',
    { headers: TEXT_TYPE, body: JSON.stringify({ chatId: CHAT_ID }).padEnd(4096) },
  ],
  ['with an odd text', json({ chatId: '__proto__' })],
  [
    'with forged members',
    json({ chatId: CHAT_ID, sub: 'admin', iss: 'x', exp: 9_999_999_999, chat: { id: 'x' } }),
  ],
  ['with a forged query', { ...json({ chatId: CHAT_ID }), query: '?sub=admin&chatId=another' }],
];

/** The first is the plain one. */
export const GOOD_REQUESTS: readonly GoodRequest[] = [
  token('a webhook', tokenOf),
  ...HEADERS.map(([name, header]) => token(`a token with ${name}`, () => forge(header))),
  ...CLAIMS.map(([name, make]) => token(`a token with ${name}`, () => tokenOf(make()))),
  body('a body that names no chat', '{"message":"hi"}'),
  body('a body that names two chats, its own last', `{"chat_id":"another","chat_id":"${CHAT_ID}"}`),
  body(
    'a payload',
    `{"chat_id":"${CHAT_ID}","message":"hi ${PERSON.name}","unknown":{"x":[1]}}`,
    'payload',
  ),
  body('a body of the chat that is required', WEBHOOK_BODY, 'strict'),
  body('a token for this host', WEBHOOK_BODY, 'hosted'),
  token(
    'a token of the previous key',
    () => forge({ ...RS256, kid: KEY_IDS.previous }, claims(), rs256(previousKey)),
    'rotating',
  ),
  token(
    'a token of the previous key, which gives none',
    () => forge(RS256, claims(), rs256(previousKey)),
    'rotating',
  ),
  token('a token of the current key, which gives none', tokenOf, 'rotating'),
  signed('a signed webhook', SECRETS.dialogue, 'signed', visitor),
  signed('a webhook that an older secret signed', SECRETS.older, 'signed', visitor),
  signed('a visitor whom somebody knows', SECRETS.dialogue, 'optional', visitor),
  signed('a visitor whom nobody knows', SECRETS.dialogue, 'optional', () => []),
  signed('a ticket', SECRETS.tickets, 'tickets', () => []),
  signed('a ticket with a token that nobody looks at', SECRETS.tickets, 'tickets', () =>
    bearer('a.b.c'),
  ),
  ...TOKEN_REQUESTS.map(([name, strike]) => ({
    name: `a token request ${name}`,
    door: 'tokens' as const,
    make: () => strike,
  })),
];
