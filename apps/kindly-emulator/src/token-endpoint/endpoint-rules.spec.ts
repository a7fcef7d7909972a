import { describe, expect, it } from 'vitest';
import type { TokenVariant } from '../protocol/console-protocol.js';
import { readEndpointAnswer } from './endpoint-rules.js';

function answer(body: unknown, status = 200, headers: readonly [string, string][] = []) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Buffer.from(text), truncated: false, milliseconds: 1 };
}

describe('readEndpointAnswer', () => {
  it('reads the token of a JSON object', () => {
    const given = answer({ token: 'a.b.c' }, 200, [['cache-control', 'private, no-store']]);
    const { rules, token } = readEndpointAnswer(given, 'json');
    expect(token).toBe('a.b.c');
    expect(rules.every(({ verdict }) => verdict === 'ok')).toBe(true);
  });

  it('warns of a token that may be kept on the way', () => {
    const { rules, token } = readEndpointAnswer(answer({ token: 'a.b.c' }), 'json');
    expect(token).toBe('a.b.c');
    expect(rules).toContainEqual(
      expect.objectContaining({ rule: 'endpoint:cache', verdict: 'warning' }),
    );
  });

  it.each<[string, ReturnType<typeof answer>, TokenVariant, string, RegExp]>([
    ['nobody signed in', answer('', 401), 'json', 'endpoint:status', /--cookie/],
    ['a server error', answer('', 500), 'json', 'endpoint:status', /log of your app/],
    ['a redirect', answer('', 302), 'json', 'endpoint:status', /Answer 401/],
    ['no such route', answer('', 404), 'json', 'endpoint:status', /take POST/],
    ['text that is not read', answer('', 400), 'text', 'endpoint:status', /text\/plain/],
    ['keys that are refused', answer('', 400), 'json', 'endpoint:status', /unread/],
    ['another key', answer('', 400), 'chat_id', 'endpoint:status', /read both/],
    ['null for nobody', answer({ token: null }), 'json', 'endpoint:token', /--cookie/],
    ['an empty token', answer({ token: '' }), 'json', 'endpoint:token', /"token": "<the JWT>"/],
    ['the token alone', answer('a.b.c'), 'json', 'endpoint:token', /"token": "<the JWT>"/],
    ['null', answer('null'), 'json', 'endpoint:token', /"token": "<the JWT>"/],
    ['another name', answer({ jwt: 'a.b.c' }), 'json', 'endpoint:token', /"token": "<the JWT>"/],
  ])('says what to do about %s', (_name, given, variant, rule, advice) => {
    const { rules, token } = readEndpointAnswer(given, variant);
    expect(token).toBeUndefined();
    const failed = rules.filter(({ verdict }) => verdict === 'failed');
    expect(failed).toMatchObject([{ rule, advice: expect.stringMatching(advice) }]);
  });
});
