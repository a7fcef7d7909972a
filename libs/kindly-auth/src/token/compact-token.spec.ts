import { describe, expect, it } from 'vitest';
import { parseCompactToken } from './compact-token.js';

const HEADER = { alg: 'RS256', typ: 'JWT', kid: 'key-1' };
const PAYLOAD = { sub: 'user-1' };
const SIGNATURE = Buffer.alloc(256, 7).toString('base64url');

function part(value: unknown): string {
  const bytes = Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return bytes.toString('base64url');
}

function token(header: unknown = HEADER, payload: unknown = PAYLOAD): string {
  return `${part(header)}.${part(payload)}.${SIGNATURE}`;
}

/** The last character of a part that carries bits beyond its bytes, with one of these bits flipped. */
function withTrailingBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) + 1);
}

describe('a token of the right form', () => {
  it('gives its key id, its members and what is signed', () => {
    const text = token();
    const parsed = parseCompactToken(text, 8192);
    expect(parsed).toMatchObject({ keyId: 'key-1', members: PAYLOAD });
    expect(parsed.signedBytes.toString()).toBe(text.slice(0, text.lastIndexOf('.')));
    expect(parsed.signature).toEqual(Buffer.alloc(256, 7));
  });

  it.each([
    [{ alg: 'RS256' }],
    [{ alg: 'RS256', typ: 'jwt' }],
    [{ typ: 'JWT', alg: 'RS256' }],
    [{ alg: 'RS256', x5t: 'thumbprint', custom: true }],
  ])('may have the header %j', (header) => {
    expect(parseCompactToken(token(header), 8192).members).toEqual(PAYLOAD);
  });

  it('may be just as long as the limit', () => {
    const text = token();
    expect(parseCompactToken(text, text.length).members).toEqual(PAYLOAD);
  });
});

describe('a token is refused for', () => {
  const good = token();
  const [header = '', payload = '', signature = ''] = good.split('.');

  it.each([
    ['its length', `${good}A`, 'longer than'],
    ['being empty', '', 'three parts'],
    ['two parts', `${header}.${payload}`, 'three parts'],
    ['four parts', `${header}.${payload}.AA.AA`, 'three parts'],
    ['no signature', `${header}.${payload}.`, 'three parts'],
    ['no payload', `${header}..${signature}`, 'three parts'],
    ['white space', ` ${good}`.slice(0, good.length), 'three parts'],
    ['a line end behind it', `${good.slice(0, -1)}\n`, 'three parts'],
    ['padding', `${header}.${payload.slice(0, -1)}=.${signature}`, 'three parts'],
    ['the standard alphabet', `${header}.${payload}.${signature.slice(0, -1)}+`, 'three parts'],
    ['the JSON serialisation', JSON.stringify({ payload, signature }), 'three parts'],
    ['other trailing bits', `${header}.${payload}.${withTrailingBits(signature)}`, 'not canonical'],
    ['an impossible length', `${header}.${payload}.${'A'.repeat(5)}`, 'not canonical'],
  ])('%s', (_name, text, reason) => {
    expect(() => parseCompactToken(text, good.length)).toThrow(
      expect.objectContaining({
        errorCode: 'token_invalid',
        reason: expect.stringContaining(reason),
      }),
    );
  });

  it.each<[string, unknown, string]>([
    ['text', 'header', 'not JSON'],
    ['an array', [HEADER], 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['a string', '"header"', 'not a JSON object'],
    [
      'bytes that are not UTF-8',
      Buffer.from('{"alg":"RS256","x":"\xff"}', 'latin1'),
      'not JSON in UTF-8',
    ],
    ['a byte order mark', Buffer.from('\ufeff{"alg":"RS256"}'), 'not JSON'],
    ['no algorithm', { typ: 'JWT' }, 'not RS256'],
    ['algorithm none', { alg: 'none' }, 'not RS256'],
    ['algorithm nOnE', { alg: 'nOnE' }, 'not RS256'],
    ['algorithm HS256', { alg: 'HS256' }, 'not RS256'],
    ['algorithm RS512', { alg: 'RS512' }, 'not RS256'],
    ['algorithm PS256', { alg: 'PS256' }, 'not RS256'],
    ['algorithm rs256', { alg: 'rs256' }, 'not RS256'],
    ['a list of algorithms', { alg: ['RS256'] }, 'not RS256'],
    ['an inherited algorithm', '{"__proto__":{"alg":"RS256"}}', 'not RS256'],
    ['another type', { alg: 'RS256', typ: 'at+jwt' }, 'type is not JWT'],
    ['a type that is no text', { alg: 'RS256', typ: 1 }, 'type is not JWT'],
    ['a key id that is no text', { alg: 'RS256', kid: 1 }, 'key id is not a string'],
    ...['crit', 'b64', 'zip', 'cty', 'jwk', 'jku', 'x5u', 'x5c'].map(
      (name) =>
        [name, { alg: 'RS256', [name]: null }, `the header has "${name}"`] satisfies [
          string,
          unknown,
          string,
        ],
    ),
  ])('a header with %s', (_name, bad, reason) => {
    expect(() => parseCompactToken(token(bad), 8192)).toThrow(
      expect.objectContaining({
        errorCode: 'token_invalid',
        reason: expect.stringContaining(reason),
      }),
    );
  });

  it.each([
    ['null', 'null', 'not a JSON object'],
    ['an array', [PAYLOAD], 'not a JSON object'],
    ['a string', '"user-1"', 'not a JSON object'],
    ['a number', '1', 'not a JSON object'],
    ['text', 'user-1', 'not JSON'],
    ['bytes that are not UTF-8', Buffer.from('{"sub":"\xff"}', 'latin1'), 'not JSON in UTF-8'],
    ['something behind it', '{"sub":"user-1"} {}', 'not JSON'],
  ])('a payload that is %s', (_name, bad, reason) => {
    expect(() => parseCompactToken(token(HEADER, bad), 8192)).toThrow(
      expect.objectContaining({
        errorCode: 'token_invalid',
        reason: expect.stringContaining(reason),
      }),
    );
  });

  it('all of this with the same words for the caller', () => {
    for (const bad of ['', 'a.b.c', token({ alg: 'none' })]) {
      expect(() => parseCompactToken(bad, 8192)).toThrow('The bearer token is invalid');
    }
  });
});
