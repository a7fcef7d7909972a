import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateEncrypt,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { botOf, verdictOf } from '../support/bot.js';
import { goodClaims, keyPair } from '../support/kindly.js';

/**
 * What Wycheproof's vectors for RSASSA-PKCS1-v1_5 try, made anew with a key of our own: so they can
 * stand on claims that are good, and the whole guard gets to say what it thinks of them.
 */
const pair = keyPair();
const privateKey = createPrivateKey(pair.privateKey);
const bot = await botOf();

const SIZE = 256;
/** DigestInfo of SHA-256 up to the digest itself (RFC 8017, section 9.2, note 1). */
const SHA256 = '3031300d060960864801650304020105000420';

type Encode = (digest: Buffer) => Buffer;
type Bend = (signature: Buffer) => Buffer;

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/** EM = 0x00 ‖ 0x01 ‖ PS ‖ 0x00 ‖ T, with as much padding as is needed. */
function padded(t: Buffer, { start = '0001', fill = 0xff, separator = '00' } = {}): Buffer {
  const head = hex(start);
  const end = hex(separator);
  const padding = Buffer.alloc(SIZE - head.length - end.length - t.length, fill);
  return Buffer.concat([head, padding, end, t]);
}

/** Eight bytes of padding and, behind what is checked, room for what makes the cube root come out. */
function followedByGarbage(t: Buffer): Buffer {
  const start = Buffer.concat([hex('0001ffffffffffffffff00'), t]);
  return Buffer.concat([start, Buffer.alloc(SIZE - start.length, 0x5a)]);
}

function withDigestInfo(prefix: string): Encode {
  return (digest) => padded(Buffer.concat([hex(prefix), digest]));
}

const info: Encode = (digest) => Buffer.concat([hex(SHA256), digest]);

function replaceByte(bytes: Buffer, index: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = value;
  return copy;
}

/** The RSA operation alone, without any padding of the library's. */
function rawSign(encoded: Buffer): Buffer {
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded);
}

function tokenWith(sign: (input: Buffer) => Buffer): string {
  const parts = [{ alg: 'RS256', typ: 'JWT' }, goodClaims()].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const input = parts.join('.');
  return `${input}.${sign(Buffer.from(input)).toString('base64url')}`;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function encodedBy(encode: Encode): string {
  return tokenWith((input) => rawSign(encode(sha256(input))));
}

function bentBy(bend: Bend): string {
  return tokenWith((input) => bend(rawSign(padded(info(sha256(input))))));
}

function modulus(): bigint {
  const { n = '' } = createPublicKey(pair.publicKey).export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

function bytesOf(value: bigint, size = SIZE): Buffer {
  return hex(value.toString(16).padStart(size * 2, '0'));
}

describe('a token that is encoded as RFC 8017, section 9.2, says', () => {
  it('is accepted', async () => {
    expect(await verdictOf(bot, encodedBy(withDigestInfo(SHA256)))).toBe('accepted');
  });
});

describe('a signature of our own key is refused when its encoding has', () => {
  it.each<[string, Encode]>([
    ['no NULL for parameters', withDigestInfo('302f300b06096086480165030402010420')],
    ['a long form for the length', withDigestInfo('308131300d060960864801650304020105000420')],
    ['a leading zero in the length', withDigestInfo('30820031300d060960864801650304020105000420')],
    [
      'an indefinite length',
      (d) => padded(Buffer.concat([hex(`3080${SHA256.slice(4)}`), d, hex('0000')])),
    ],
    ['a sequence that is too long', withDigestInfo(`3032${SHA256.slice(4)}`)],
    ['a sequence that is too short', withDigestInfo(`3030${SHA256.slice(4)}`)],
    ['a set for the sequence', withDigestInfo(`31${SHA256.slice(2)}`)],
    ['a bit string for the digest', withDigestInfo(`${SHA256.slice(0, -4)}0320`)],
    ['parameters that are no NULL', withDigestInfo('3033300f0609608648016503040201040200000420')],
    ['something behind the digest', (d) => padded(Buffer.concat([info(d), hex('00')]))],
    ['a second digest', (d) => padded(Buffer.concat([info(d), d]))],
    ['no DigestInfo', (d) => padded(d)],
    ['a digest cut short', (d) => padded(info(d).subarray(0, -1))],
    ['another digest', (d) => padded(info(sha256(d)))],
    ['an empty digest', () => padded(hex(`3011300d060960864801650304020105000400`))],
    ['SHA-1 for the name of the digest', withDigestInfo('302d300906052b0e03021a05000420')],
    ['SHA-224 for the name', withDigestInfo('3031300d060960864801650304020405000420')],
    ['SHA-512 for the name', withDigestInfo('3031300d060960864801650304020305000420')],
    ['SHA3-256 for the name', withDigestInfo('3031300d060960864801650304020805000420')],
    ['block type 0', (d) => padded(info(d), { start: '0000', fill: 0 })],
    ['block type 2', (d) => padded(info(d), { start: '0002' })],
    ['a first byte that is not zero', (d) => padded(info(d), { start: '0101' })],
    ['padding of another byte', (d) => padded(info(d), { fill: 0xfe })],
    ['one other byte in its padding', (d) => replaceByte(padded(info(d)), 9, 0x7f)],
    ['a zero in its padding', (d) => replaceByte(padded(info(d)), 12, 0)],
    ['no separator', (d) => padded(info(d), { separator: '' })],
    ['another separator', (d) => padded(info(d), { separator: '01' })],
    ['two separators', (d) => padded(info(d), { separator: '0000' })],
    // Bleichenbacher's forgery of 2006, with which low exponents make do without the private key.
    ['garbage behind short padding', (d) => followedByGarbage(info(d))],
    [
      'the digest at the front',
      (d) => Buffer.concat([hex('000100'), info(d), Buffer.alloc(SIZE - 54, 0xff)]),
    ],
    [
      'garbage hidden in the parameters',
      (d) => {
        const hidden = Buffer.alloc(150, 0x5a);
        const algorithm = Buffer.concat([
          hex('30 81a4 0609608648016503040201 04 8196'.replaceAll(' ', '')),
          hidden,
        ]);
        return padded(Buffer.concat([hex('3081c9'), algorithm, hex('0420'), d]));
      },
    ],
  ])('%s', async (_name, encode) => {
    expect(await verdictOf(bot, encodedBy(encode))).toBe('token_invalid');
  });
});

describe('a good signature is refused', () => {
  it.each<[string, Bend]>([
    ['with a zero in front', (s) => Buffer.concat([hex('00'), s])],
    ['with a zero behind', (s) => Buffer.concat([s, hex('00')])],
    ['without its first byte', (s) => s.subarray(1)],
    ['without its last byte', (s) => s.subarray(0, -1)],
    ['backwards', (s) => Buffer.from(s.toReversed())],
    ['twice', (s) => Buffer.concat([s, s])],
    // The same residue, and so the same result of the RSA operation.
    ['plus the modulus', (s) => bytesOf(BigInt(`0x${s.toString('hex')}`) + modulus(), SIZE + 1)],
    ['taken from the modulus', (s) => bytesOf(modulus() - BigInt(`0x${s.toString('hex')}`))],
    ['that is zero', () => bytesOf(0n)],
    ['that is one', () => bytesOf(1n)],
    ['that is the modulus', () => bytesOf(modulus())],
    ['that is the modulus less one', () => bytesOf(modulus() - 1n)],
    ['of one byte', () => hex('01')],
    ['of ones alone', () => Buffer.alloc(SIZE, 0xff)],
  ])('%s', async (_name, bend) => {
    expect(await verdictOf(bot, bentBy(bend))).toBe('token_invalid');
  });
});
