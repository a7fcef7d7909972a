import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../http/http-client.js';
import type { TokenRequestCommand } from '../protocol/console-protocol.js';
import { corsRules, preflightRule } from './cors-rules.js';
import { pageRequest } from './page-request.js';

const PAGE = 'https://www.example.com';

function answer(headers: Readonly<Record<string, string>>, status = 204): HttpAnswer {
  return {
    status,
    headers: Object.entries(headers),
    body: Buffer.alloc(0),
    truncated: false,
    milliseconds: 1,
  };
}

function requestOf(command: Partial<TokenRequestCommand>) {
  const url = 'https://shop.example.com/kindly/token';
  return pageRequest({ url, variant: 'json', origin: PAGE, ...command }, 'chat-1');
}

const GOOD = {
  'Access-Control-Allow-Origin': PAGE,
  'Access-Control-Allow-Headers': 'Content-Type, Authorization',
  'Access-Control-Allow-Credentials': 'true',
};
const STARS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
const COOKIE = { cookie: 'session=1' };

describe('preflightRule', () => {
  it.each<[string, object, Record<string, string>]>([
    ['names what is asked', { ...COOKIE, authorization: 'Bearer x' }, GOOD],
    ['allows everything, without cookies', {}, STARS],
  ])('lets a page ask when the answer %s', (_name, command, headers) => {
    expect(preflightRule(answer(headers), requestOf(command)).verdict).toBe('ok');
  });

  it.each<[string, object, HttpAnswer, RegExp]>([
    ['no route for OPTIONS', {}, answer({}, 404), /answered 404/],
    ['no origin', {}, answer({}), /no Access-Control-Allow-Origin/],
    [
      'another origin',
      {},
      answer({ ...GOOD, 'Access-Control-Allow-Origin': 'https://example.com' }),
      /is "https:\/\/example\.com", and the page is on https:\/\/www\.example\.com/,
    ],
    ['a star where cookies are sent', COOKIE, answer(STARS), /refuse where cookies are sent/],
    [
      'no credentials where cookies are sent',
      COOKIE,
      answer({ ...GOOD, 'Access-Control-Allow-Credentials': 'false' }),
      /no Access-Control-Allow-Credentials/,
    ],
    [
      'a type that is not allowed',
      {},
      answer({ 'Access-Control-Allow-Origin': PAGE }),
      /header content-type is not allowed/,
    ],
    [
      'a star for Authorization',
      { authorization: 'Bearer x' },
      answer(STARS),
      /header authorization is not allowed/,
    ],
  ])('keeps the request back: %s', (_name, command, given, found) => {
    const rule = preflightRule(given, requestOf(command));
    expect(rule).toMatchObject({ rule: 'cors:preflight', verdict: 'failed' });
    expect(rule.found).toMatch(found);
    expect(rule.advice).toContain(`origin: '${PAGE}'`);
  });
});

describe('corsRules', () => {
  it('has nothing to say on one origin', () => {
    expect(corsRules(answer({}), requestOf({ origin: 'https://shop.example.com' }))).toEqual([]);
  });

  it('says whether the page may read the answer', () => {
    expect(corsRules(answer(GOOD), requestOf(COOKIE))).toMatchObject([
      { rule: 'cors:answer', verdict: 'ok' },
      { rule: 'cors:cookies', verdict: 'warning' },
    ]);
    expect(corsRules(answer({}), requestOf({}))).toMatchObject([
      { rule: 'cors:answer', verdict: 'failed' },
    ]);
  });
});
