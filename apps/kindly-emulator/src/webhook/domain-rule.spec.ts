import { describe, expect, it } from 'vitest';
import { coversHost, forwardingRule } from './domain-rule.js';

describe('coversHost', () => {
  it.each([
    ['shop.example.com', 'SHOP.example.com', true, true],
    ['*.example.com', 'shop.example.com', true, true],
    ['*.example.com', 'a.b.example.com', false, true],
    ['*.example.com', 'example.com', false, false],
    ['*.example.com', 'evilexample.com', false, false],
    ['example.com', 'shop.example.com', false, false],
    ['*', 'shop.example.com', false, false],
  ])('%s and %s', (pattern, host, oneLabel, anyDepth) => {
    expect(coversHost(pattern, host, 'one-label')).toBe(oneLabel);
    expect(coversHost(pattern, host, 'any-depth')).toBe(anyDepth);
  });
});

describe('forwardingRule', () => {
  const claims = (domains: unknown) => ({ chat: { id: 'c', webhook_domains: domains } });

  it.each([
    ['an anonymous chat', undefined, 'skipped', 'no bearer: the chat is anonymous'],
    ['no domains', claims(undefined), 'failed', 'no bearer: the token has no chat.webhook_domains'],
    [
      'other domains',
      claims(['a.example']),
      'failed',
      '"a.example" does not cover shop.example.com',
    ],
    ['its domain', claims(['shop.example.com']), 'ok', 'bearer sent: "shop.example.com" covers'],
    [
      'a token that has expired',
      { ...claims(['shop.example.com']), exp: 900 },
      'failed',
      'expired 100 seconds ago',
    ],
    ['what is no list', claims('shop.example.com'), 'failed', 'no chat.webhook_domains'],
  ])('says of %s why', (_name, given, verdict, found) => {
    expect(
      forwardingRule(given, 'shop.example.com', { wildcard: 'one-label', now: 1000 }),
    ).toMatchObject({
      verdict,
      found: expect.stringContaining(found),
    });
  });
});
