import {
  constants,
  createHmac,
  createPublicKey,
  createSign,
  generateKeyPairSync,
} from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import jwt from 'jsonwebtoken';
import { goodClaims, ISSUER, keyPair, mint, now } from './kindly.js';
import { brokenClaim, EXPIRED, INVALID, MISMATCH, type Outcome } from './webhook.js';

const { privateKey, publicKey } = await keyPair();

/** Signs any payload as our own key would: for tokens that no library is willing to make. */
export function signRaw(header: object, payload: string | Buffer): string {
  const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`;
}

const RS256 = { alg: 'RS256', typ: 'JWT' };

/** Each rule of the guard, broken alone. */
export const BAD_TOKENS: readonly (readonly [string, () => string | Promise<string>, Outcome])[] = [
  ['signed by another pair', () => mint({}, { key: 'foreign' }), INVALID],
  ['algorithm none', () => new UnsecuredJWT(goodClaims()).encode(), INVALID],
  [
    'algorithm none with a signature',
    async () => `${new UnsecuredJWT(goodClaims()).encode()}${(await mint()).split('.')[2]}`,
    INVALID,
  ],
  [
    'HS256 keyed with the public key',
    () => {
      const input = signRaw({ alg: 'HS256', typ: 'JWT' }, JSON.stringify(goodClaims()))
        .split('.')
        .slice(0, 2)
        .join('.');
      return `${input}.${createHmac('sha256', publicKey).update(input).digest('base64url')}`;
    },
    INVALID,
  ],
  ['RS512', () => jwt.sign(goodClaims(), privateKey, { algorithm: 'RS512' }), INVALID],
  ['PS256', () => jwt.sign(goodClaims(), privateKey, { algorithm: 'PS256' }), INVALID],
  [
    'PS256 that says RS256',
    () => {
      const [header, payload] = signRaw(RS256, JSON.stringify(goodClaims())).split('.');
      const input = `${header}.${payload}`;
      const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
      return `${input}.${createSign('sha256').update(input).sign(key, 'base64url')}`;
    },
    INVALID,
  ],
  [
    'ES256 by a key of its own',
    () => {
      const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return jwt.sign(goodClaims(), ec.privateKey, { algorithm: 'ES256' });
    },
    INVALID,
  ],
  [
    'a critical parameter',
    () => signRaw({ ...RS256, crit: ['b64'], b64: false }, JSON.stringify(goodClaims())),
    INVALID,
  ],
  [
    'a key of its own in the header',
    () =>
      signRaw(
        { ...RS256, jwk: createPublicKey(publicKey).export({ format: 'jwk' }) },
        JSON.stringify(goodClaims()),
      ),
    INVALID,
  ],
  [
    'another type',
    () => signRaw({ alg: 'RS256', typ: 'at+jwt' }, JSON.stringify(goodClaims())),
    INVALID,
  ],
  [
    'claims changed after signing',
    async () => {
      const [header, , signature] = (await mint()).split('.');
      const claims = JSON.stringify({ ...goodClaims(), sub: 'admin' });
      return `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`;
    },
    INVALID,
  ],
  ['a signature cut short', async () => (await mint()).slice(0, -8), INVALID],
  ['null for a payload', () => signRaw(RS256, 'null'), INVALID],
  ['a list for a payload', () => signRaw(RS256, JSON.stringify([goodClaims()])), INVALID],
  ['text for a payload', () => signRaw({ alg: 'RS256' }, 'user-1'), INVALID],
  [
    'a payload that is not UTF-8',
    () => signRaw(RS256, Buffer.from(JSON.stringify({ ...goodClaims(), name: '\xff' }), 'latin1')),
    INVALID,
  ],
  ['more than 8192 characters', () => mint({ bio: 'x'.repeat(8192) }), INVALID],
  ['garbage', () => 'a.b.c', INVALID],

  ['expired', () => mint({ iat: now() - 306, exp: now() - 6 }), EXPIRED],
  ['no exp', () => mint({ exp: undefined }), brokenClaim('claim "exp" must be an integer')],
  ['no iat', () => mint({ iat: undefined }), brokenClaim('claim "iat" must be an integer')],
  [
    'a fraction for exp',
    () => signRaw(RS256, JSON.stringify({ ...goodClaims(), exp: now() + 60.5 })),
    brokenClaim('claim "exp" must be an integer'),
  ],
  [
    'text for iat',
    () => signRaw(RS256, JSON.stringify({ ...goodClaims(), iat: String(now()) })),
    brokenClaim('claim "iat" must be an integer'),
  ],
  [
    'a life of 901 seconds',
    () => mint({ exp: now() + 901 }),
    brokenClaim('claim "exp" must be at most 900 seconds after "iat"'),
  ],
  [
    'iat in the future',
    () => mint({ iat: now() + 60 }),
    brokenClaim('claim "iat" lies in the future'),
  ],
  [
    'exp before iat',
    () => mint({ iat: now() - 10, exp: now() - 10 }),
    brokenClaim('claim "exp" must be later than "iat"'),
  ],
  [
    'nbf in the future',
    () => mint({ nbf: now() + 60 }),
    brokenClaim('claim "nbf" lies in the future'),
  ],
  ['no iss', () => mint({ iss: undefined }), brokenClaim('claim "iss" must be a string')],
  [
    'another iss',
    () => mint({ iss: `${ISSUER}/` }),
    brokenClaim('claim "iss" names another issuer'),
  ],
  [
    'a list for iss',
    () => signRaw(RS256, JSON.stringify({ ...goodClaims(), iss: [ISSUER] })),
    brokenClaim('claim "iss" must be a string'),
  ],
  ['no sub', () => mint({ sub: undefined }), brokenClaim('claim "sub" must be a string')],
  ['an empty sub', () => mint({ sub: '' }), brokenClaim('claim "sub" must not be empty')],
  ['an audience', () => mint({ aud: 'elsewhere' }), brokenClaim('claim "aud" must be absent')],
  ['no chat', () => mint({ chat: undefined }), brokenClaim('claim "chat" must be an object')],
  ['no chat.id', () => mint({ chat: {} }), brokenClaim('claim "chat.id" must be a string')],
  [
    'a wrong type of a profile claim',
    () => mint({ email_verified: 'true' }),
    brokenClaim('claim "email_verified" must be a boolean'),
  ],
  [
    'a claim named constructor',
    () => mint({ constructor: { prototype: {} } }),
    brokenClaim('the payload has a name that every JavaScript object inherits'),
  ],
  [
    'a claim named __proto__',
    () => signRaw(RS256, JSON.stringify(goodClaims()).replace('{', '{"__proto__":{"admin":true},')),
    brokenClaim('the payload has a name that every JavaScript object inherits'),
  ],
  ['another chat', () => mint({ chat: { id: 'another' } }), MISMATCH],
];
