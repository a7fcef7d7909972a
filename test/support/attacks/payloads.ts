import { refusal } from '../http.js';
import { CHAT_ID } from '../kindly.js';
import type { Outcome } from '../webhook.js';
import { type Attack, type AttackGroup, bearer, type Strike, withToken } from './attack.js';
import { tokenOf } from './forge.js';

function invalidBody(message: string): Outcome {
  return {
    status: 400,
    challenge: undefined,
    body: refusal(400, 'Bad Request', 'body_invalid', message),
  };
}

const INHERITED = 'The body has a name that every JavaScript object inherits';

/** Bodies of the right chat that a handler with `@KindlyPayload()` must not get. */
const BAD_PAYLOADS: readonly (readonly [string, string])[] = [
  ['"exchange":1', 'field "exchange" must be an object'],
  ['"exchange":[]', 'field "exchange" must be an object'],
  ['"exchange":{"exchange_id":1}', 'field "exchange.exchange_id" must be a string'],
  ['"exchange":{"language_code":47}', 'field "exchange.language_code" must be a string'],
  ['"message":{"$ne":""}', 'field "message" must be a string'],
  ['"message":["hi"]', 'field "message" must be a string'],
  ['"user_id":{"$gt":""}', 'field "user_id" must be a string or an integer'],
  ['"bot_id":1.5', 'field "bot_id" must be a string or an integer'],
  ['"organization_id":[]', 'field "organization_id" must be a string or an integer'],
  ['"user_id":1.5', 'field "user_id" must be a string or an integer'],
  ['"user_id":true', 'field "user_id" must be a string or an integer'],
  ['"context":"x"', 'field "context" must be an object'],
  ['"context":[]', 'field "context" must be an object'],
  ['"attachments":{}', 'field "attachments" must be an array'],
  ['"chat_labels":"x"', 'field "chat_labels" must be an array'],
  ['"_links":{"chat":1}', 'field "_links.chat" must be a string'],
  ['"toString":"x"', INHERITED],
  ['"context":{"constructor":{"name":"x"}}', INHERITED],
  ['"context":{"hasOwnProperty":1}', INHERITED],
  ['"context":{"list":[{"valueOf":1}]}', INHERITED],
  ['"exchange":{"__defineGetter__":1}', INHERITED],
  [`"context":${'['.repeat(100)}${']'.repeat(100)}`, 'The body is nested deeper than 32 levels'],
  [
    `"context":${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    'The body is nested deeper than 32 levels',
  ],
];

/** Behind the guard, which lets a body without a chat id through. */
function badPayload(name: string, message: string, make: () => Strike): Attack {
  return { name, door: 'payload', reason: message, expected: invalidBody(message), make };
}

export const PAYLOADS: readonly AttackGroup[] = [
  {
    title: 'a payload with',
    why: 'A handler gets what Kindly documents, and no name or depth that its code could trip over.',
    attacks: [
      ...BAD_PAYLOADS.map(([members, message]) =>
        badPayload(members.slice(0, 60), message, () =>
          withToken(tokenOf(), `{"chat_id":"${CHAT_ID}",${members}}`),
        ),
      ),
      ...['{}', '{"message":"hi"}'].map((body) =>
        badPayload(`${body} alone`, 'field "chat_id" must be a string', () =>
          withToken(tokenOf(), body),
        ),
      ),
      badPayload('no body', 'The body is not a JSON object', () => ({
        headers: bearer(tokenOf()),
      })),
    ],
  },
];
