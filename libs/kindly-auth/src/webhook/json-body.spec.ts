import { describe, expect, it } from 'vitest';
import { hasNoBody, isPlainJson } from './json-body.js';

describe('isPlainJson', () => {
  it.each([
    'application/json',
    'APPLICATION/JSON',
    ' application/json ',
    'application/json; charset=utf-8',
    'application/json ;\tcharset=UTF-8 ',
    'application/json;charset="utf-8"',
  ])('takes %j', (type) => {
    expect(isPlainJson({ headers: { 'content-type': type, 'content-length': '2' } })).toBe(true);
  });

  it.each([
    '',
    'text/plain',
    'x-application/json',
    'application/jsonp',
    'application/json, text/plain',
    'application/json;',
    'application/json; charset=',
    'application/json; charset=utf-7',
    'application/json; charset=utf-8; charset=utf-7',
    'application/json; charset=utf-8;charset=utf-7',
    'application/json; charset=utf-8x',
    'application/json; charset="utf-8',
    '\u00a0application/json',
    'application/json\u00a0',
    'application/json\u00a0;charset=utf-8',
    'application/json;\u00a0charset=utf-8',
    'application/json;charset=utf-8\u00a0',
  ])('does not take %j', (type) => {
    expect(isPlainJson({ headers: { 'content-type': type } })).toBe(false);
  });

  it('takes a request without a type if it has no body', () => {
    expect(isPlainJson({ headers: {} })).toBe(true);
    expect(isPlainJson({ headers: { 'content-length': '2' } })).toBe(false);
  });
});

describe('hasNoBody', () => {
  it.each<[Record<string, string>, unknown]>([
    [{}, undefined],
    [{}, null],
    [{ 'content-length': '0' }, undefined],
    [{ 'content-length': ' 0 ' }, null],
    [{}, {}],
    [{ 'content-length': '0' }, {}],
  ])('believes %j with the parsed body %j', (headers, body) => {
    expect(hasNoBody({ headers, body })).toBe(true);
  });

  it.each<[Record<string, string>, unknown]>([
    [{}, { chat_id: 'chat-1' }],
    [{}, ''],
    [{}, []],
    [{ 'content-length': '2' }, {}],
    [{ 'content-length': '2' }, undefined],
    [{ 'content-length': '' }, undefined],
    [{ 'transfer-encoding': 'chunked' }, undefined],
  ])('does not believe %j with the parsed body %j', (headers, body) => {
    expect(hasNoBody({ headers, body })).toBe(false);
  });
});
