import { keyPair, now, signatureHeaders, WEBHOOK_BODY } from '../kindly.js';
import { JSON_TYPE } from '../kindly-module.js';
import { brokenClaim, INVALID, MISMATCH, MISSING, type Outcome, UNSIGNED } from '../webhook.js';
import {
  type Attack,
  type AttackGroup,
  bearer,
  DOES_NOT_HOLD,
  type Strike,
  TOO_LONG,
} from './attack.js';
import { claims, forge, RS256, rs256, tokenOf } from './forge.js';
import { type Door, SECRETS } from './target.js';

const { privateKey: foreignKey } = keyPair('foreign');

function sent(token: string, { body = WEBHOOK_BODY, secret = '' } = {}): Strike {
  const signature = secret === '' ? [] : signatureHeaders(body, secret);
  return { headers: [...JSON_TYPE, ...bearer(token), ...signature], body };
}

function row(
  name: string,
  reason: string,
  expected: Outcome,
  make: () => Strike,
  door: Door = 'signed',
): Attack {
  return { name, reason, expected, make, door };
}

/** A visitor who shows something in a signed request to a route where he might be anonymous. */
function visitor(name: string, reason: string, expected: Outcome, ...headers: string[]): Attack {
  const signature = signatureHeaders(WEBHOOK_BODY, SECRETS.dialogue);
  const make = () => ({ headers: [...JSON_TYPE, ...signature, ...headers], body: WEBHOOK_BODY });
  return row(name, reason, expected, make, 'optional');
}

const WRONG_CHAT = JSON.stringify({ chat_id: 'another' });
const NO_HEADER = 'there is no Kindly-HMAC header';
const NO_TOKEN = 'A bearer token is required';

/** Several rules are broken at once, and the first in order speaks. */
const ORDER: readonly Attack[] = [
  row('size, before the signature', TOO_LONG, INVALID, () =>
    sent('x'.repeat(8193), { body: WRONG_CHAT }),
  ),
  row('the signature, before the token', NO_HEADER, UNSIGNED, () =>
    sent(forge(RS256, claims({ iss: 'x' }), rs256(foreignKey)), { body: WRONG_CHAT }),
  ),
  row('the signature, before a token that is not there', NO_HEADER, UNSIGNED, () => ({
    headers: JSON_TYPE,
    body: WRONG_CHAT,
  })),
  row('the token, before its claims', DOES_NOT_HOLD, INVALID, () =>
    sent(forge(RS256, claims({ iss: 'x' }), rs256(foreignKey)), {
      body: WRONG_CHAT,
      secret: SECRETS.dialogue,
    }),
  ),
  row(
    'its claims, before its times',
    'claim "iss" names another issuer',
    brokenClaim('claim "iss" names another issuer'),
    () =>
      sent(tokenOf({ iss: 'x', iat: now() - 400, exp: now() - 100 }), {
        body: WRONG_CHAT,
        secret: SECRETS.dialogue,
      }),
  ),
  row('the chat, last of all', 'chat_id is not the chat.id of the token', MISMATCH, () =>
    sent(tokenOf(), { body: WRONG_CHAT, secret: SECRETS.dialogue }),
  ),
];

export const GUARD_ORDER: readonly AttackGroup[] = [
  {
    title: 'in order,',
    why: 'From the cheap to the dear; a stranger learns nothing of a token, before he signs.',
    attacks: ORDER,
  },
  {
    title: 'on a route for anonymous visitors too,',
    why: 'Who shows something must show a good token: a bad one never makes him anonymous.',
    attacks: [
      row(
        'nothing, and no signature',
        NO_HEADER,
        UNSIGNED,
        () => ({ headers: JSON_TYPE, body: WEBHOOK_BODY }),
        'optional',
      ),
      visitor('an empty header', NO_TOKEN, MISSING, 'Authorization', ''),
      visitor('the scheme alone', NO_TOKEN, MISSING, 'Authorization', 'Bearer'),
      visitor('Basic', NO_TOKEN, MISSING, 'Authorization', 'Basic eA=='),
      visitor('garbage', 'the header is not canonical base64url', INVALID, ...bearer('a.b.c')),
      visitor('a token that is too long', TOO_LONG, INVALID, ...bearer('x'.repeat(8193))),
      visitor(
        'two headers',
        'there are two Authorization headers',
        INVALID,
        'Authorization',
        '',
        'Authorization',
        '',
      ),
    ],
  },
];
