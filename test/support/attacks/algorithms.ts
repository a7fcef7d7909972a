import {
  constants,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  sign,
} from 'node:crypto';
import { keyPair } from '../kindly.js';
import { type Attack, type AttackGroup, badToken, DOES_NOT_HOLD, THREE_PARTS } from './attack.js';
import { claims, encode, forge, PUBLIC_KEY, RS256, rs256, type Seal, tokenOf } from './forge.js';
import { SECRETS } from './target.js';

const own = keyPair();
const foreign = keyPair('foreign');
const previous = keyPair('previous');
const privateKey = createPrivateKey(own.privateKey);
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;

const NOT_RS256 = 'the algorithm is not RS256';

const modulus = PUBLIC_KEY.export({ format: 'jwk' }).n ?? '';
const spki = PUBLIC_KEY.export({ format: 'pem', type: 'spki' }).toString();
const pkcs1 = PUBLIC_KEY.export({ format: 'pem', type: 'pkcs1' }).toString();

/** All that a library might take for an HMAC key when it is handed our public key. */
const ENCODINGS: Readonly<Record<string, string | Uint8Array>> = {
  'SPKI PEM': spki,
  'SPKI PEM without its last line end': spki.trimEnd(),
  'SPKI PEM with CRLF': spki.replaceAll('\n', '\r\n'),
  'SPKI PEM on one line': spki.replaceAll('\n', String.raw`\n`),
  'PKCS#1 PEM': pkcs1,
  'PKCS#1 PEM without its last line end': pkcs1.trimEnd(),
  'SPKI DER': PUBLIC_KEY.export({ format: 'der', type: 'spki' }),
  'SPKI DER in base64': PUBLIC_KEY.export({ format: 'der', type: 'spki' }).toString('base64'),
  'PKCS#1 DER': PUBLIC_KEY.export({ format: 'der', type: 'pkcs1' }),
  JWK: JSON.stringify(PUBLIC_KEY.export({ format: 'jwk' })),
  'the modulus in base64url': modulus,
  'the modulus in bytes': Buffer.from(modulus, 'base64url'),
  'the modulus in hex': Buffer.from(modulus, 'base64url').toString('hex'),
  nothing: '',
  null: 'null',
  undefined: 'undefined',
  '[object Object]': '[object Object]',
};

function hs(bits: 256 | 384 | 512, key: string | Uint8Array): Seal {
  return (input) => createHmac(`sha${bits}`, key).update(input).digest('base64url');
}

function asymmetric(hash: string | null, key: Parameters<typeof sign>[2]): Seal {
  return (input) => sign(hash, Buffer.from(input), key).toString('base64url');
}

function padded(key: KeyObject): Parameters<typeof sign>[2] {
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING };
}

function raw(key: KeyObject): Parameters<typeof sign>[2] {
  return { key, dsaEncoding: 'ieee-p1363' };
}

const constant =
  (bytes: Uint8Array): Seal =>
  () =>
    Buffer.from(bytes).toString('base64url');

const NONE = ['none', 'None', 'NONE', 'nOnE', 'noNE', ' none', 'none ', 'none\u0000', ''];

const unsigned: readonly Attack[] = NONE.flatMap((alg) => [
  badToken(`${JSON.stringify(alg)} without a signature`, THREE_PARTS, () =>
    forge({ alg }, claims(), () => ''),
  ),
  badToken(`${JSON.stringify(alg)} with a signature`, NOT_RS256, () => forge({ alg })),
]);

const symmetric: readonly Attack[] = ([256, 384, 512] as const).flatMap((bits) =>
  Object.entries(ENCODINGS).map(([name, key]) =>
    badToken(`HS${bits} keyed with the public key as ${name}`, NOT_RS256, () =>
      forge({ alg: `HS${bits}`, typ: 'JWT' }, claims(), hs(bits, key)),
    ),
  ),
);

/** Each with the signature that it asks for, by a key that the header may have named. */
const OTHERS: readonly (readonly [string, Seal])[] = [
  ['RS384', asymmetric('sha384', privateKey)],
  ['RS512', asymmetric('sha512', privateKey)],
  ['RS1', asymmetric('sha1', privateKey)],
  ['PS256', asymmetric('sha256', padded(privateKey))],
  ['PS384', asymmetric('sha384', padded(privateKey))],
  ['PS512', asymmetric('sha512', padded(privateKey))],
  ['ES256', asymmetric('sha256', raw(p256))],
  ['ES256', constant(Buffer.alloc(64))],
  ['EdDSA', asymmetric(null, ed25519)],
  ['Ed25519', asymmetric(null, ed25519)],
  ['HS256', hs(256, SECRETS.dialogue)],
  ['dir', rs256()],
  ['RSA-OAEP', rs256()],
];

/** What is not the text RS256, over a signature that RS256 would accept. */
const NEARLY: readonly unknown[] = [
  'rs256',
  'Rs256',
  'RS256 ',
  ' RS256',
  'RS256\u0000',
  'RS-256',
  'RSA-SHA256',
  'ＲＳ256',
  'RS２56',
  '__proto__',
  'constructor',
  'toString',
  ['RS256'],
  { RS256: true },
  null,
  256,
  true,
  undefined,
];

const mislabelled: readonly (readonly [string, Seal])[] = [
  ['of a stranger’s key', rs256(foreign.privateKey)],
  ['of a key that is not in the configuration any more', rs256(previous.privateKey)],
  ['of a key of 1024 bits', rs256(small)],
  ['of an RSA-PSS key', asymmetric('sha256', pss)],
  ['of PS256', asymmetric('sha256', padded(privateKey))],
  ['of RS384', asymmetric('sha384', privateKey)],
  ['of RS512', asymmetric('sha512', privateKey)],
  ['over SHA-1', asymmetric('sha1', privateKey)],
  [
    'without a DigestInfo',
    (input) => privateEncrypt(privateKey, Buffer.from(input).subarray(0, 32)).toString('base64url'),
  ],
  ['of HS256 keyed with the public key', hs(256, spki)],
  ['of ES256', asymmetric('sha256', raw(p256))],
  ['of EdDSA', asymmetric(null, ed25519)],
  ['of another token', () => rs256()('another')],
  ['that is one byte', constant(Buffer.alloc(1))],
  ['that is zero', constant(Buffer.alloc(256))],
  ['that is one', constant(Buffer.concat([Buffer.alloc(255), Buffer.of(1)]))],
  ['that is all ones', constant(Buffer.alloc(256, 0xff))],
  ['that is the modulus', constant(Buffer.from(modulus, 'base64url'))],
  [
    'that is cut short',
    (input) => Buffer.from(rs256()(input), 'base64url').subarray(1).toString('base64url'),
  ],
  [
    'with a byte behind it',
    (input) =>
      Buffer.concat([Buffer.from(rs256()(input), 'base64url'), Buffer.alloc(1)]).toString(
        'base64url',
      ),
  ],
  [
    'with a zero before it',
    (input) =>
      Buffer.concat([Buffer.alloc(1), Buffer.from(rs256()(input), 'base64url')]).toString(
        'base64url',
      ),
  ],
];

function swapped(index: number, part: string): string {
  return tokenOf().split('.').with(index, part).join('.');
}

export const ALGORITHMS: readonly AttackGroup[] = [
  {
    title: 'algorithm none',
    why: 'The algorithm is ours, not the header’s: a token that says it needs no signature has none.',
    attacks: unsigned,
  },
  {
    title: 'algorithm HS…',
    why: 'Everybody has the public key: taken for an HMAC key it would let everybody sign.',
    attacks: symmetric,
  },
  {
    title: 'another algorithm',
    why: 'RS256 alone was agreed on; what an RSA key can do besides is nobody’s to choose.',
    attacks: [
      ...OTHERS.map(([alg, seal]) =>
        badToken(alg, NOT_RS256, () => forge({ alg, typ: 'JWT' }, claims(), seal)),
      ),
      ...NEARLY.map((alg) =>
        badToken(`nearly: ${JSON.stringify(alg)}`, NOT_RS256, () => forge({ alg, typ: 'JWT' })),
      ),
      badToken('inherited', NOT_RS256, () => forge('{"__proto__":{"alg":"RS256"}}')),
    ],
  },
  {
    title: 'a signature',
    why: 'Says RS256, and is none of ours over these bytes.',
    attacks: [
      ...mislabelled.map(([name, seal]) =>
        badToken(name, DOES_NOT_HOLD, () => forge(RS256, claims(), seal)),
      ),
      badToken('of other claims', DOES_NOT_HOLD, () =>
        swapped(1, encode(claims({ sub: 'admin' }))),
      ),
      badToken('of another header', DOES_NOT_HOLD, () => swapped(0, encode({ ...RS256, x: 1 }))),
    ],
  },
];
