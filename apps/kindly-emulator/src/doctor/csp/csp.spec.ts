import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allowsConnection, allowsInline, allowsScript } from './allows.js';
import { metaPolicies, scriptsOf } from './page-scripts.js';
import { parsePolicies, parsePolicy } from './policy.js';
import { matchesSource } from './source-match.js';

const PAGE = new URL('https://www.example.com/shop');

describe('a source of a policy', () => {
  it.each<[string, string, boolean]>([
    ['*', 'https://a.example/', true],
    ['*', 'wss://a.example/', true],
    ['*', 'data:text/plain,', false],
    ["'self'", 'https://www.example.com/kindly/token', true],
    ["'self'", 'wss://www.example.com/', true],
    ["'self'", 'http://www.example.com/', false],
    ["'self'", 'https://www.example.com:8443/', false],
    ["'self'", 'https://example.com/', false],
    ["'none'", 'https://www.example.com/', false],
    ['https:', 'https://a.example/', true],
    ['https:', 'wss://a.example/', false],
    ['http:', 'https://a.example/', true],
    ['wss:', 'wss://a.example/', true],
    ['https://*.kindly.ai', 'https://bot.kindly.ai/', true],
    ['https://*.kindly.ai', 'https://a.b.kindly.ai/', true],
    ['https://*.kindly.ai', 'https://kindly.ai/', false],
    ['https://*.kindly.ai', 'https://evilkindly.ai/', false],
    ['*.KINDLY.ai', 'https://bot.kindly.ai/', true],
    ['a.example', 'http://a.example/', false],
    ['a.example', 'https://a.example:8443/', false],
    ['a.example:*', 'https://a.example:8443/', true],
    ['https://a.example:8443', 'https://a.example:8443/', true],
    ['https://a.example/api/', 'https://a.example/api/token', true],
    ['https://a.example/api', 'https://a.example/api/token', false],
    ['https://a.example/', 'https://a.example/anything', true],
    ["'nonce-abc'", 'https://a.example/', false],
  ])('%s for %s: %s', (source, url, expected) => {
    expect(matchesSource(source, new URL(url), PAGE)).toBe(expected);
  });

  it('stands for the secure scheme too on a page without one', () => {
    const page = new URL('http://localhost:3000/');
    expect(matchesSource("'self'", new URL('ws://localhost:3000/'), page)).toBe(true);
    expect(matchesSource('a.example', new URL('https://a.example/'), page)).toBe(true);
  });
});

describe('a policy', () => {
  it('is read by its first directive of a name, whatever its case', () => {
    const policy = parsePolicy(" Script-Src 'self' ; script-src *;; connect-src\thttps: ");
    expect([...policy]).toEqual([
      ['script-src', ["'self'"]],
      ['connect-src', ['https:']],
    ]);
    expect(parsePolicies("default-src 'self', connect-src https:,")).toHaveLength(2);
  });

  it('falls back, and allows what it does not speak of', () => {
    const url = new URL('https://a.example/');
    expect(allowsConnection(parsePolicy("default-src 'self'"), url, PAGE)).toBe(false);
    expect(allowsConnection(parsePolicy('default-src *; connect-src'), url, PAGE)).toBe(false);
    expect(allowsConnection(parsePolicy("script-src 'self'"), url, PAGE)).toBe(true);
  });
});

describe('the code in a page', () => {
  const code = 'window.kindlyOptions = {};';
  const hash = createHash('sha384').update(code).digest('base64');
  const tag = { src: undefined, id: undefined, nonce: 'one', code };

  it.each<[string, boolean]>([
    ["script-src 'unsafe-inline'", true],
    ["script-src 'unsafe-inline' 'nonce-two'", false],
    ["script-src 'unsafe-inline' 'strict-dynamic'", false],
    ["script-src 'nonce-one'", true],
    ["script-src 'nonce-two'", false],
    [`script-src 'sha384-${hash}'`, true],
    [`script-src 'sha384-${hash.replaceAll('+', '-').replaceAll('/', '_')}'`, true],
    [`script-src 'sha256-${hash}'`, false],
    ["script-src 'self'; script-src-elem 'nonce-one'", true],
    ["default-src 'none'", false],
    ["connect-src 'none'", true],
  ])('under %s: %s', (policy, expected) => {
    expect(allowsInline(parsePolicy(policy), tag)).toBe(expected);
  });

  it.each<[string, 'there' | 'added', boolean]>([
    ["script-src 'nonce-one'", 'there', true],
    ["script-src 'nonce-two' https://chat.kindlycdn.com", 'there', true],
    ["script-src 'nonce-two' 'strict-dynamic' https://chat.kindlycdn.com", 'there', false],
    ["script-src 'nonce-two' 'strict-dynamic'", 'added', true],
    ["script-src 'nonce-one'", 'added', false],
    ["script-src 'self'", 'there', false],
  ])('the chat under %s, %s: %s', (policy, where, expected) => {
    const url = new URL('https://chat.kindlycdn.com/kindly-chat.js');
    const given = where === 'there' ? { ...tag, src: url.href } : undefined;
    expect(allowsScript(parsePolicy(policy), url, PAGE, given)).toBe(expected);
  });
});

describe('a page', () => {
  it('is read for its scripts and its policies', () => {
    const html = `<META content="default-src &#39;self&#39;" HTTP-EQUIV='Content-Security-Policy'>
      <meta name="viewport" content="x"><scripty>no</scripty>
      <script nonce=abc>one</SCRIPT><script id="kindly-chat" src='/a.js?b&amp;c' async></script>`;
    expect(metaPolicies(html)).toEqual(["default-src 'self'"]);
    expect(scriptsOf(html)).toEqual([
      { src: undefined, nonce: 'abc', id: undefined, code: 'one' },
      { src: '/a.js?b&c', nonce: undefined, id: 'kindly-chat', code: '' },
    ]);
  });
});
