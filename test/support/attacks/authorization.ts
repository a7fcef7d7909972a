import { CHAT_ID, WEBHOOK_BODY } from '../kindly.js';
import { FORM_TYPE, JSON_TYPE } from '../kindly-module.js';
import { INVALID, MISSING } from '../webhook.js';
import { asHeader, type Attack, type AttackGroup, NOT_ONE_TOKEN, type Strike } from './attack.js';
import { tokenOf } from './forge.js';

const TWO_HEADERS = 'there are two Authorization headers';

function delivery(...headers: readonly string[]): Strike {
  return { headers: [...JSON_TYPE, ...headers], body: WEBHOOK_BODY };
}

function missing(name: string, make: (token: string) => Strike): Attack {
  const reason = 'A bearer token is required';
  return { name, door: 'webhook', reason, expected: MISSING, make: () => make(tokenOf()) };
}

function invalid(name: string, reason: string, ...headers: ((token: string) => string)[]): Attack {
  return {
    name,
    door: 'webhook',
    reason,
    expected: INVALID,
    make: () => {
      const token = tokenOf();
      return delivery(...headers.flatMap((value) => ['Authorization', value(token)]));
    },
  };
}

const SCHEMES: readonly string[] = [
  'Basic',
  'Digest',
  'DPoP',
  'JWT',
  'Token',
  'Bearer-Token',
  'XBearer',
  '"Bearer"',
  'Bеarer',
];

/** Values with a token in them that is not where a token has to be. */
const FORMS: readonly (readonly [string, (token: string) => string])[] = [
  ['a tab', (token) => `Bearer\t${token}`],
  ['a space and a tab', (token) => `Bearer \t${token}`],
  ['a no-break space', (token) => `Bearer\u00a0${token}`],
  ['an ideographic space', (token) => asHeader(`Bearer\u3000${token}`)],
  ['a colon behind the scheme', (token) => `Bearer: ${token}`],
  ['a comma behind the scheme', (token) => `Bearer, ${token}`],
  ['something behind it', (token) => `Bearer ${token} junk`],
  ['a parameter behind it', (token) => `Bearer ${token}, realm="x"`],
  ['a parameter', (token) => `Bearer token=${token}`],
  ['a comma behind it', (token) => `Bearer ${token},`],
  ['two tokens', (token) => `Bearer ${token} ${token}`],
  ['two tokens in a list', (token) => `Bearer ${token}, Bearer ${token}`],
  ['two tokens in a list without a scheme', (token) => `Bearer ${token},${token}`],
  ['the scheme twice', (token) => `Bearer Bearer ${token}`],
  ['quotes', (token) => `Bearer "${token}"`],
  ['angle brackets', (token) => `Bearer <${token}>`],
  ['a byte order mark', (token) => asHeader(`Bearer \ufeff${token}`)],
];

const ELSEWHERE: readonly string[] = [
  'X-Authorization',
  'Proxy-Authorization',
  'X-Forwarded-Authorization',
  'X-Original-Authorization',
  'X-Access-Token',
  'Access-Token',
  'Token',
  'Kindly-Authorization',
  'Sec-WebSocket-Protocol',
];

const PARAMETERS: readonly string[] = [
  'access_token',
  'token',
  'jwt',
  'authorization',
  'Authorization',
];

export const AUTHORIZATION: readonly AttackGroup[] = [
  {
    title: 'an Authorization header with',
    why: 'Whoever reads half of a value reads another half than the proxy in front did.',
    attacks: [
      ...FORMS.map(([name, value]) => invalid(name, NOT_ONE_TOKEN, value)),
      missing('nothing at all', () => delivery()),
      missing('an empty value', () => delivery('Authorization', '')),
      missing('the scheme alone', () => delivery('Authorization', 'Bearer')),
      missing('the scheme and a space', () => delivery('Authorization', 'Bearer ')),
      missing('the token alone', (token) => delivery('Authorization', token)),
      ...SCHEMES.map((scheme) =>
        missing(`the scheme ${scheme}`, (token) =>
          delivery('Authorization', asHeader(`${scheme} ${token}`)),
        ),
      ),
    ],
  },
  {
    title: 'two Authorization headers:',
    why: 'Node keeps the first in silence; a proxy may have checked the last.',
    attacks: [
      invalid(
        'the same',
        TWO_HEADERS,
        (token) => `Bearer ${token}`,
        (token) => `Bearer ${token}`,
      ),
      invalid(
        'Basic behind',
        TWO_HEADERS,
        (token) => `Bearer ${token}`,
        () => 'Basic eA==',
      ),
      invalid(
        'Basic in front',
        TWO_HEADERS,
        () => 'Basic eA==',
        (token) => `Bearer ${token}`,
      ),
      invalid(
        'an empty one in front',
        TWO_HEADERS,
        () => '',
        (token) => `Bearer ${token}`,
      ),
      invalid(
        'neither with a token',
        TWO_HEADERS,
        () => '',
        () => '',
      ),
      {
        name: 'in two cases',
        door: 'webhook',
        reason: TWO_HEADERS,
        expected: INVALID,
        make: () => delivery('authorization', `Bearer ${tokenOf()}`, 'AUTHORIZATION', 'Basic eA=='),
      },
    ],
  },
  {
    title: 'a token',
    why: 'In a query or a body it would end up in logs and histories, from a cookie anybody’s form could send it.',
    attacks: [
      ...ELSEWHERE.map((name) =>
        missing(`in the header ${name}`, (token) => delivery(name, `Bearer ${token}`)),
      ),
      ...PARAMETERS.flatMap((name) => [
        missing(`in the query as ${name}`, (token) => ({
          ...delivery(),
          query: `?${name}=${token}`,
        })),
        missing(`in a cookie ${name}`, (token) => delivery('Cookie', `${name}=${token}`)),
        missing(`in the body as ${name}`, (token) => ({
          ...delivery(),
          body: JSON.stringify({ chat_id: CHAT_ID, [name]: token }),
        })),
        missing(`in a form as ${name}`, (token) => ({
          headers: FORM_TYPE,
          body: `${name}=${token}&chat_id=${CHAT_ID}`,
        })),
      ]),
      missing('in a header object of the body', (token) => ({
        ...delivery(),
        body: JSON.stringify({ chat_id: CHAT_ID, headers: { authorization: `Bearer ${token}` } }),
      })),
    ],
  },
];
