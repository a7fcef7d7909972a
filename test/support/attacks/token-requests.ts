import { refusal, type Sent } from '../http.js';
import { CHAT_ID } from '../kindly.js';
import { FORM_TYPE, json, JSON_TYPE, TEXT_TYPE } from '../kindly-module.js';
import type { Outcome } from '../webhook.js';
import type { Attack, AttackGroup } from './attack.js';
import { NO_BREAK, NO_JSON_TYPES } from './no-json-types.js';

function badRequest(code: string, message: string): Outcome {
  return { status: 400, challenge: undefined, body: refusal(400, 'Bad Request', code, message) };
}

function row(name: string, expected: Outcome, sent: Sent): Attack {
  const { message } = expected.body as { readonly message: string };
  return { name, door: 'tokens', reason: message, expected, make: () => sent };
}

const MISSING = badRequest('chat_id_missing', 'The body names no chat: send {"chatId": "…"}');
const CONFLICT = badRequest('chat_id_conflict', 'chatId and chat_id name different chats');
const NO_TEXT = badRequest('body_invalid', 'The chat id must be a string');
const TOO_LONG = badRequest('body_invalid', 'The chat id is longer than 256 characters');
const CONTROL = badRequest('body_invalid', 'The chat id has control characters in it');
const NO_OBJECT = badRequest('body_invalid', 'The body is not a JSON object');
const NO_TYPE = badRequest('body_invalid', 'The body must be JSON');
const NO_JSON = badRequest('body_invalid', 'The body is not JSON');
const TOO_LARGE: Outcome = {
  status: 413,
  challenge: undefined,
  body: refusal(413, 'Payload Too Large', 'body_too_large', 'The body is too large'),
};
const NOBODY: Outcome = {
  status: 401,
  challenge: 'Bearer',
  body: refusal(401, 'Unauthorized', 'not_signed_in', 'Nobody is signed in'),
};

const NO_STRINGS: readonly unknown[] = [
  0,
  1,
  -1,
  1.5,
  1e20,
  true,
  false,
  [],
  ['chat-1'],
  [['chat-1']],
  {},
  { id: 'chat-1' },
  { toString: 'chat-1' },
  { length: 1 },
  { $ne: null },
];

const CONTROLS: readonly string[] = [
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u0001',
  '\u001b[2J',
  '\u007f',
  '\u0085',
  '\u009f',
  '\ud800',
  '\udc00',
  '\udc00\ud800',
];

/** Members in which a careless reader would find a chat id. */
const NOT_THERE: readonly (readonly [string, string])[] = [
  ['nothing', '{}'],
  ['an empty text', '{"chatId":""}'],
  ['null', '{"chatId":null}'],
  ['null twice', '{"chatId":null,"chat_id":null}'],
  ['another case', '{"chatid":"chat-1","CHATID":"chat-1","ChatId":"chat-1"}'],
  ['another name', '{"chat-id":"chat-1","chat":{"id":"chat-1"},"id":"chat-1"}'],
  ['a deeper place', '{"x":{"chatId":"chat-1"}}'],
  ['a name with a space', '{"chatId ":"chat-1"}'],
  ['a duplicate that is empty', '{"chatId":"chat-1","chatId":""}'],
];

/** JSON that holds no object. */
const NO_OBJECTS: readonly string[] = [
  'null',
  '[]',
  '["chat-1"]',
  '[{"chatId":"chat-1"}]',
  '"chat-1"',
  '1',
  'true',
];

/** Text that is no JSON. */
const NO_JSONS: readonly string[] = [
  'chat-1',
  CHAT_ID,
  'chatId=chat-1',
  '{"chatId":"chat-1"',
  "{'chatId':'chat-1'}",
  '{"chatId":"chat-1"}{}',
  '{chatId:1}',
  '\ufeff{"chatId":"chat-1"}',
  '{"chatId":"chat-1",}',
  '<chatId>chat-1</chatId>',
  '{"chatId":"chat\n1"}',
  '\u0000',
  '['.repeat(4000),
  '{"a":'.repeat(800),
];

const NO_MEDIA_TYPES: readonly string[] = [
  ...NO_JSON_TYPES,
  `${NO_BREAK}text/plain`,
  `text/plain${NO_BREAK};charset=UTF-8`,
];

/** Written as forms, with what a parser of nested forms makes of them. */
const FORMS: readonly (readonly [string, Outcome])[] = [
  ['', MISSING],
  ['chatId', MISSING],
  ['chatId=', MISSING],
  ['{"chatId":"chat-1"}', MISSING],
  ['chatId=chat-1&chat_id=chat-2', CONFLICT],
  ['chatId=chat-1%00', CONTROL],
  ['chatId=chat-1%0d%0aSet-Cookie:x', CONTROL],
  [`chatId=${'x'.repeat(257)}`, TOO_LONG],
  ['chatId=chat-1&chatId=chat-2', NO_TEXT],
];

const ODD_BODIES: readonly (readonly [string, Outcome, unknown])[] = [
  ['two chats', CONFLICT, { chatId: 'chat-1', chat_id: 'chat-2' }],
  ['two chats, one of them empty', CONFLICT, { chatId: 'chat-1', chat_id: '' }],
  ['two chats, one of them null', CONFLICT, { chatId: 'chat-1', chat_id: null }],
  ['two chats, equal but for the type', CONFLICT, { chatId: '1', chat_id: 1 }],
  ['two lists', CONFLICT, { chatId: ['chat-1'], chat_id: ['chat-1'] }],
  ['257 characters', TOO_LONG, { chatId: 'x'.repeat(257) }],
  ['257 characters as chat_id', TOO_LONG, { chat_id: 'x'.repeat(257) }],
  ['4,000 characters', TOO_LONG, { chatId: 'x'.repeat(4000) }],
];

function filled(length: number): string {
  const frame = '{"chatId":"chat-1","x":""}';
  return frame.replace('""', `"${'x'.repeat(length - frame.length)}"`);
}

export const TOKEN_REQUESTS: readonly AttackGroup[] = [
  {
    title: 'a token request without a chat id:',
    why: 'A token for no chat would be one for any.',
    attacks: [
      row('no body', MISSING, {}),
      row('an empty text', MISSING, { headers: TEXT_TYPE, body: '' }),
      row('a blank text', MISSING, { headers: TEXT_TYPE, body: ' \r\n\t' }),
      ...NOT_THERE.flatMap(([name, body]) => [
        row(`${name}, as JSON`, MISSING, { headers: JSON_TYPE, body }),
        row(`${name}, as text`, MISSING, { headers: TEXT_TYPE, body }),
      ]),
      row('an inherited one, as text', MISSING, {
        headers: TEXT_TYPE,
        body: '{"__proto__":{"chatId":"chat-1"}}',
      }),
      ...FORMS.map(([body, expected]) =>
        row(`the form ${body.slice(0, 60)}`, expected, { headers: FORM_TYPE, body }),
      ),
    ],
  },
  {
    title: 'a token request with a bad chat id:',
    why: 'It goes into the token, and from there into other people’s logs, databases and pages.',
    attacks: [
      ...NO_STRINGS.map((chatId) => row(JSON.stringify(chatId), NO_TEXT, json({ chatId }))),
      ...NO_STRINGS.map((chat_id) =>
        row(`chat_id: ${JSON.stringify(chat_id)}`, NO_TEXT, json({ chat_id })),
      ),
      ...CONTROLS.flatMap((control) => [
        row(`${JSON.stringify(control)} at the end`, CONTROL, json({ chatId: `chat${control}` })),
        row(`${JSON.stringify(control)} alone`, CONTROL, json({ chatId: control })),
      ]),
      ...ODD_BODIES.map(([name, expected, body]) => row(name, expected, json(body))),
    ],
  },
  {
    title: 'a token request that is no JSON object:',
    why: 'The snippet sends JSON, as text because its fetch sets no type; nothing else is guessed at.',
    attacks: [
      ...NO_OBJECTS.map((body) => row(`${body} as text`, NO_OBJECT, { headers: TEXT_TYPE, body })),
      row('a list as JSON', NO_OBJECT, json(['chat-1'])),
      ...NO_JSONS.map((body) =>
        row(`${body.slice(0, 40)} as text`, NO_JSON, { headers: TEXT_TYPE, body }),
      ),
      ...NO_MEDIA_TYPES.map((type) => {
        const { body } = json({ chatId: 'chat-1' });
        return row(JSON.stringify(type), NO_TYPE, { headers: ['Content-Type', type], body });
      }),
    ],
  },
  {
    title: 'a token request that is too large:',
    why: 'No honest one comes near 4 KiB; what is refused by its length is not read at all.',
    attacks: [JSON_TYPE, TEXT_TYPE, FORM_TYPE]
      .flatMap((headers) => [
        row(`4097 bytes of ${headers[1]}`, TOO_LARGE, { headers, body: filled(4097) }),
        row(`60 KB of ${headers[1]}`, TOO_LARGE, { headers, body: filled(60_000) }),
      ])
      .concat(
        row('4097 bytes of text in chunks', TOO_LARGE, {
          headers: TEXT_TYPE,
          body: filled(4097),
          chunked: true,
        }),
      ),
  },
  {
    title: 'a token request of a visitor whom nobody knows:',
    why: 'Who he says that he is counts for nothing.',
    attacks: [
      json({ chatId: CHAT_ID }),
      json({ chatId: CHAT_ID, sub: 'admin', user: { sub: 'admin' }, identity: { sub: 'admin' } }),
      {
        headers: [...JSON_TYPE, 'X-User', 'admin', 'Cookie', 'sub=admin'],
        body: JSON.stringify({ chatId: CHAT_ID }),
      },
      { headers: TEXT_TYPE, body: JSON.stringify({ chatId: CHAT_ID, sub: 'admin' }) },
    ].map((sent, index) => ({ ...row(`row ${index + 1}`, NOBODY, sent), door: 'nobody' as const })),
  },
];
