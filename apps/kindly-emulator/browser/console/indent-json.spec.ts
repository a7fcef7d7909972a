import { describe, expect, it } from 'vitest';
import { indentJson } from './indent-json.js';

describe('indentJson', () => {
  it.each<unknown>([
    null,
    'a "quoted", {braced}: [text] \\',
    [],
    {},
    [[], {}, [{}]],
    { a: 1, b: [true, null, -1.5e-7, 'x'], c: { d: { e: [] } } },
  ])('writes %j as JSON.stringify does', (value) => {
    const pretty = JSON.stringify(value, null, 2);
    expect(indentJson(JSON.stringify(value))).toBe(pretty);
    expect(indentJson(pretty)).toBe(pretty);
  });

  it('keeps what parsing would lose', () => {
    expect(indentJson('{"order":12345678901234567890,"price":10.00,"a":1,"a":"\\u00e5"}')).toBe(
      '{\n  "order": 12345678901234567890,\n  "price": 10.00,\n  "a": 1,\n  "a": "\\u00e5"\n}',
    );
  });

  it.each(['', '{', '{"a":}', '<html>'])('refuses %j', (text) => {
    expect(() => indentJson(text)).toThrow(SyntaxError);
  });
});
