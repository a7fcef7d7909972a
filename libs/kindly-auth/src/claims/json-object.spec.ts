import { describe, expect, it } from 'vitest';
import { repeatsMember } from './json-object.js';

describe('repeatsMember', () => {
  it.each([
    '{}',
    '[]',
    '1',
    '"a:b"',
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"a":"\\"x\\":1","x":"\\\\"}',
    '{"a:a":":"}',
    '{"__proto__":1,"constructor":{"prototype":{}}}',
    `${'['.repeat(9000)}${']'.repeat(9000)}`,
  ])('finds nothing in %s', (text) => {
    expect(repeatsMember(text, JSON.parse(text))).toBe(false);
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"a":{"b":1,"b":2}}',
    '{"a":[{"b":{},"b":{}}]}',
    '{"__proto__":1,"__proto__":2}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"a" :1, "a"\n: 2}',
  ])('finds the two members in %s', (text) => {
    expect(repeatsMember(text, JSON.parse(text))).toBe(true);
  });
});
