import { describe, expect, it } from 'vitest';
import { assertTokenBounded, hasAuthorization, readBearerToken } from './bearer-token.js';

const TOKEN = 'eyJh.eyJz-_~+/.c2ln==';

function withHeaders(...rawHeaders: string[]) {
  return { headers: {}, rawHeaders };
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
    const raw = withHeaders('Authorization', `Bearer ${TOKEN}`);
    expect(readBearerToken({ headers: {}, raw })).toBe(TOKEN);
  });

  it('makes do without the raw list', () => {
    expect(readBearerToken({ headers: { authorization: `Bearer ${TOKEN}` } })).toBe(TOKEN);
    expect(hasAuthorization({ headers: {} })).toBe(false);
    // As serverless platforms make requests up.
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(readBearerToken({ headers, rawHeaders: [] })).toBe(TOKEN);
    expect(hasAuthorization({ headers, raw: { rawHeaders: [] } })).toBe(true);
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

describe('hasAuthorization', () => {
  it.each([
    [['Authorization', ''], true],
    [['authorization', 'Basic eA=='], true],
    [['X-Authorization', 'Bearer x'], false],
    [[], false],
  ])('%j: %s', (rawHeaders, expected) => {
    expect(hasAuthorization(withHeaders(...rawHeaders))).toBe(expected);
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
