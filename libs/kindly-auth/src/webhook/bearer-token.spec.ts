import { describe, expect, it } from 'vitest';
import { assertTokenBounded, authorizationsOf, readBearerToken } from './bearer-token.js';

const TOKEN = 'eyJh.eyJz-_~+/.c2ln==';

function withHeaders(...rawHeaders: string[]) {
  return authorizationsOf({ headers: {}, rawHeaders });
}

describe('readBearerToken', () => {
  it.each([
    ['Bearer', ' '],
    ['bearer', ' '],
    ['BEARER', ' '],
    ['bEaReR', '   '],
  ])('reads "%s" and "%s"', (scheme, spaces) => {
    expect(readBearerToken(withHeaders('authorization', scheme + spaces + TOKEN))).toBe(TOKEN);
  });

  it('finds the header in any case, on both adapters', () => {
    expect(readBearerToken(withHeaders('X-A', 'b', 'AUTHORIZATION', `Bearer ${TOKEN}`))).toBe(
      TOKEN,
    );
    const raw = { rawHeaders: ['Authorization', `Bearer ${TOKEN}`] };
    expect(readBearerToken(authorizationsOf({ headers: {}, raw }))).toBe(TOKEN);
  });

  it('finds them all where Node keeps the first of several alone', () => {
    const headers = { authorization: 'Bearer first' };
    const rawHeaders = ['Authorization', 'Bearer first', 'authorization', 'Bearer second'];
    expect(authorizationsOf({ headers, rawHeaders })).toEqual(['Bearer first', 'Bearer second']);
  });

  it('makes do without the raw list', () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(authorizationsOf({ headers: {} })).toEqual([]);
    expect(authorizationsOf({ headers })).toEqual([`Bearer ${TOKEN}`]);
    // As serverless platforms make requests up.
    expect(authorizationsOf({ headers, rawHeaders: [] })).toEqual([`Bearer ${TOKEN}`]);
    expect(authorizationsOf({ headers, raw: { rawHeaders: [] } })).toEqual([`Bearer ${TOKEN}`]);
  });

  it.each([
    ['no header', []],
    ['a value that says so', ['X-Authorization', `Bearer ${TOKEN}`, 'X-Note', 'Authorization']],
    ['an empty one', ['Authorization', '']],
    ['the scheme alone', ['Authorization', 'Bearer']],
    ['Basic', ['Authorization', 'Basic dXNlcjpwYXNz']],
    ['another scheme', ['Authorization', `Bearer-Token ${TOKEN}`]],
    ['no scheme', ['Authorization', TOKEN]],
    ['what is no scheme', ['Authorization', `"Bearer" ${TOKEN}`]],
  ])('misses a token: %s', (_name, rawHeaders) => {
    expect(() => readBearerToken(withHeaders(...rawHeaders))).toThrow(
      expect.objectContaining({ errorCode: 'token_missing' }),
    );
  });

  it.each([
    ['two headers', ['Authorization', `Bearer ${TOKEN}`, 'authorization', `Bearer ${TOKEN}`]],
    [
      'two headers of two schemes',
      ['Authorization', 'Basic eA==', 'Authorization', `Bearer ${TOKEN}`],
    ],
    ['something behind the token', ['Authorization', `Bearer ${TOKEN} more`]],
    ['a list', ['Authorization', `Bearer ${TOKEN}, Bearer ${TOKEN}`]],
    ['a tab', ['Authorization', `Bearer\t${TOKEN}`]],
    ['a no-break space', ['Authorization', `Bearer\u00a0${TOKEN}`]],
    ['quotes', ['Authorization', `Bearer "${TOKEN}"`]],
    ['a parameter', ['Authorization', `Bearer token=${TOKEN}`]],
    ['padding in the middle', ['Authorization', 'Bearer a=b']],
  ])('refuses %s', (_name, rawHeaders) => {
    expect(() => readBearerToken(withHeaders(...rawHeaders))).toThrow(
      expect.objectContaining({ errorCode: 'token_invalid' }),
    );
  });
});

describe('authorizationsOf', () => {
  it.each([
    [['Authorization', ''], ['']],
    [
      ['authorization', 'Basic eA==', 'AUTHORIZATION', 'x'],
      ['Basic eA==', 'x'],
    ],
    [['X-Authorization', 'Bearer x', 'Authentication', 'Authorization'], []],
    [['Bearer x', 'Authorization'], []],
    [['If-None-Match', 'Bearer x'], []],
    [['X-A', 'b', 'Authorization'], []],
    [[], []],
  ])('of %j are %j', (rawHeaders, expected) => {
    expect(withHeaders(...rawHeaders)).toEqual(expected);
  });
});

describe('assertTokenBounded', () => {
  it('lets a token of just the limit through, and not one more', () => {
    assertTokenBounded(withHeaders('Authorization', `Bearer ${'a'.repeat(100)}`), 100);
    assertTokenBounded(withHeaders(), 100);
    expect(() =>
      assertTokenBounded(withHeaders('Authorization', `Bearer ${'a'.repeat(101)}`), 100),
    ).toThrow(expect.objectContaining({ errorCode: 'token_invalid' }));
  });
});
