import { expect, it } from 'vitest';
import { maskHeader, maskTokens } from './mask.js';

it.each([
  ['Authorization', 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.abc', 'Bearer eyJhbGciOiJS…'],
  ['Set-Cookie', 'sid=hunter2; Path=/; HttpOnly', 'sid=…; Path=…; HttpOnly'],
  ['Cookie', 'a=1; b=2', 'a=…; b=…'],
  ['X-Api-Key', 'hunter2-hunter2', 'hunter2-hunt…'],
  ['X-Echo', 'got eyJhbGciOiJSUzI1NiJ9.e30.abc', 'got eyJhbGciOiJS…'],
  ['Content-Type', 'application/json', 'application/json'],
])('%s: %s', (name, value, shown) => {
  expect(maskHeader([name, value])).toEqual([name, shown]);
});

it('masks a token wherever it stands', () => {
  expect(maskTokens('{"authorization":"Bearer eyJhbGciOiJSUzI1NiJ9.e30.abc"}')).toBe(
    '{"authorization":"Bearer eyJhbGciOiJS…"}',
  );
});
