import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KINDLY_HMAC_ALGORITHM } from './kindly-headers.js';
import { hmacSecret, rawBodyOf, verifyKindlySignature } from './kindly-signature.js';

const KEY = 'examplekey';
const BODY = '{"foo":1,"bar":2}';

/** Kindly's own vector, and those that were computed after it: key, body, header. */
const VECTORS = [
  ['official', KEY, BODY, 'uEeD0Q7eW9btdx6LFvvlpwkzQBWdbknsQkg1C27Cx7Q='],
  ['spaces', KEY, '{"foo": 1, "bar": 2}', 'v0jAgo+dLtd9WptwZfYj/GYhxtgc6QmorVUWft5BTrg='],
  ['order', KEY, '{"bar":2,"foo":1}', 'JW4rFSocWJNSfIZ7ScOqVs3INNUeGsXVr4tef5jI04k='],
  ['trailing LF', KEY, `${BODY}\n`, 'B/mbQR0Ys5xaUKhVGcxTcfNWKEzArhZmKYiaXCvYSeM='],
  ['trailing CRLF', KEY, `${BODY}\r\n`, 'hyEAGrMPlrMSDZSkjYDFSwvvbVkPtpgxZkmqgU+6NlA='],
  ['empty body', KEY, '', 'WSbb7/yTV3C6Yteokl4IjVsQ1StI6HgH1PidXYJVNm8='],
  ['empty object', KEY, '{}', 'yaFpVk85YR4jLWmZjdGlsIDLTIKSTbMDo4STlYcG+qo='],
  [
    'raw non-ASCII',
    KEY,
    '{"message":"Hei på deg ÆØÅ 👋"}',
    'vARkHBxwdKIGL3qZTEJwqYi1KB2eRq7ZBX0kF4BL/kU=',
  ],
  [
    'escaped non-ASCII',
    KEY,
    String.raw`{"message":"Hei p\u00e5 deg \u00c6\u00d8\u00c5 \ud83d\udc4b"}`,
    'DePttw5n37v0loF4xxgueMJX9uwzhlXE6OhCxed+5+0=',
  ],
  ['non-ASCII key', 'nøkkel', BODY, 'F0P9kdiFZXVdi5OpaBUWtYkwvLh3PsBlVhoBZYg78Js='],
] as const;

const OFFICIAL = VECTORS[0][3];
const OFFICIAL_HEX = 'b84783d10ede5bd6ed771e8b16fbe5a7093340159d6e49ec4248350b6ec2c7b4';

function expectAccepted(body: Uint8Array, signature: string, ...keys: string[]): void {
  expect(() => verifyKindlySignature(body, headers(signature), keys.map(hmacSecret))).not.toThrow();
}

function headers(signature: string | undefined, algorithm: string = KINDLY_HMAC_ALGORITHM) {
  return { 'kindly-hmac': signature, 'kindly-hmac-algorithm': algorithm };
}

describe('verifyKindlySignature', () => {
  it.each(VECTORS)('accepts the vector "%s"', (_name, key, body, signature) => {
    expectAccepted(Buffer.from(body), signature, key);
  });

  it('accepts bytes that are not UTF-8', () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const signature = createHmac('sha256', KEY).update(body).digest('base64');
    expectAccepted(body, signature, KEY);
  });

  it.each(['\n', '\r\n', '\n\n'])('takes no line end behind a secret for part of it: %j', (end) => {
    expectAccepted(Buffer.from(BODY), OFFICIAL, KEY + end);
  });

  it('takes a line end inside of a secret for part of it', () => {
    expect(hmacSecret('example\nkey').equals(hmacSecret(KEY))).toBe(false);
  });

  it('accepts every current secret', () => {
    expectAccepted(Buffer.from(BODY), OFFICIAL, 'another', KEY, 'third');
  });

  it.each([
    ['no signature', undefined, 'no Kindly-HMAC header'],
    ['an empty one', '', 'not 32 bytes'],
    ['another body', VECTORS[1][3], 'no current secret'],
    [
      'a key with a line end in it',
      '9DjLeQoYLEKv8JZn9vKUXnO1nCJCOBI4JbEA9UmJEjg=',
      'no current secret',
    ],
    [
      'a key decoded from base64',
      'h3ZkQzjBYn9+/mGvHSlAOr6jHQVfOp/b1i9OSjUa7dU=',
      'no current secret',
    ],
    ['hexadecimal', OFFICIAL_HEX, 'not 32 bytes'],
    ['no padding', OFFICIAL.slice(0, -1), 'not 32 bytes'],
    ['more padding', `${OFFICIAL}=`, 'not 32 bytes'],
    ['other trailing bits', OFFICIAL.replace('Q=', 'R='), 'not 32 bytes'],
    ['the URL-safe alphabet', 'v0jAgo-dLtd9WptwZfYj_GYhxtgc6QmorVUWft5BTrg=', 'not 32 bytes'],
    ['white space', ` ${OFFICIAL}`, 'not 32 bytes'],
    ['two signatures', `${OFFICIAL}, ${OFFICIAL}`, 'not 32 bytes'],
    ['a list of one', [OFFICIAL] as never, 'not 32 bytes'],
    ['a kilobyte', 'A'.repeat(1024), 'not 32 bytes'],
  ])('refuses %s', (_name, signature, reason) => {
    expect(() =>
      verifyKindlySignature(Buffer.from(BODY), headers(signature), [hmacSecret(KEY)]),
    ).toThrow(
      expect.objectContaining({
        errorCode: 'signature_invalid',
        reason: expect.stringContaining(reason),
      }),
    );
  });

  it.each(['HMAC-SHA-256', 'hmac-sha-256 (base64 encoded)', 'HMAC-SHA-512 (base64 encoded)', ''])(
    'refuses the algorithm "%s"',
    (algorithm) => {
      expect(() =>
        verifyKindlySignature(Buffer.from(BODY), headers(OFFICIAL, algorithm), [hmacSecret(KEY)]),
      ).toThrow(expect.objectContaining({ errorCode: 'signature_invalid' }));
    },
  );

  it('refuses every change of one bit', () => {
    const secrets = [hmacSecret(KEY)];
    const signature = createHmac('sha256', KEY).update(BODY).digest();
    for (let bit = 0; bit < 256; bit += 1) {
      const changed = Buffer.from(signature);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() =>
        verifyKindlySignature(Buffer.from(BODY), headers(changed.toString('base64')), secrets),
      ).toThrow(expect.objectContaining({ errorCode: 'signature_invalid' }));
    }
  });
});

describe('a secret', () => {
  it('is not shown, however it is printed', () => {
    const text = randomBytes(32).toString('base64');
    expect(inspect(hmacSecret(text), { depth: 10, showHidden: true })).not.toContain(text);
  });
});

describe('rawBodyOf', () => {
  const NO_JSON = 'the body was not sent as JSON in UTF-8';
  const json = { 'content-type': 'application/json; charset=utf-8', 'content-length': '2' };

  it('gives the bytes', () => {
    const rawBody = Buffer.from('{}');
    expect(rawBodyOf({ headers: json, body: {}, rawBody })).toBe(rawBody);
  });

  it.each([[{}], [{ 'content-length': '0' }]])(
    'is empty for a request without a body: %j',
    (none) => {
      expect(rawBodyOf({ headers: none })).toHaveLength(0);
    },
  );

  it('blames the operator when JSON was parsed without its bytes', () => {
    expect(() => rawBodyOf({ headers: json, body: {} })).toThrow(
      expect.objectContaining({
        errorCode: 'raw_body_missing',
        message: 'Internal server error',
        reason: expect.stringContaining('rawBody: true'),
      }),
    );
  });

  it.each([
    ['another type', { ...json, 'content-type': 'application/xml' }, undefined, NO_JSON],
    [
      'another type that some parser of the app reads',
      { ...json, 'content-type': 'text/plain' },
      'x',
      NO_JSON,
    ],
    [
      'JSON that no parser reads, as in a GET on Fastify',
      json,
      undefined,
      'this app does not parse the body',
    ],
    ['no type', { 'content-length': '2' }, undefined, NO_JSON],
    ['chunks of no type', { 'transfer-encoding': 'chunked' }, undefined, NO_JSON],
  ])('blames the caller for %s', (_name, headersOfCaller, body, reason) => {
    expect(() => rawBodyOf({ headers: headersOfCaller, body })).toThrow(
      expect.objectContaining({ errorCode: 'signature_invalid', reason }),
    );
  });
});
