import { describe, expect, it } from 'vitest';
import { listsHost, normaliseWebhookDomains, parseWebhookDomain } from './webhook-domain.js';

describe('parseWebhookDomain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['*.example.org', '*.example.org'],
    ['API.Example.COM', 'api.example.com'],
    ['*.EXAMPLE.org', '*.example.org'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*.Bücher.example', '*.xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['a.b.c.example.co.uk', 'a.b.c.example.co.uk'],
    ['*.example.co.uk', '*.example.co.uk'],
    ['co.uk', 'co.uk'],
    ['my-shop.ngrok.app', 'my-shop.ngrok.app'],
    ['*.my-shop.ngrok.app', '*.my-shop.ngrok.app'],
    ['1and1.example', '1and1.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    [`${'a.'.repeat(123)}example`, `${'a.'.repeat(123)}example`],
  ])('accepts %s', async (text, pattern) => {
    expect(await parseWebhookDomain(text)).toEqual({ ok: true, pattern });
  });

  it.each([
    [42, 'must be a string'],
    [undefined, 'must be a string'],
    ['', 'is empty'],
    ['exam ple.com', 'white space'],
    ['example.com\n', 'white space'],
    ['https://example.com', 'has a scheme'],
    ['HTTP://example.com/hook', 'has a scheme'],
    ['example.com/hook', 'has a path'],
    ['user@example.com', 'no part of a host'],
    ['example.com?x', 'no part of a host'],
    ['example.com:3000', 'has a port'],
    ['*', 'bare "*"'],
    ['*.', 'wildcard'],
    ['*example.com', 'wildcard'],
    ['api.*.example.com', 'wildcard'],
    ['*.*.example.com', 'wildcard'],
    ['example.*', 'wildcard'],
    ['**.example.com', 'wildcard'],
    ['localhost', 'is localhost'],
    ['LOCALHOST', 'is localhost'],
    ['shop.localhost', 'is localhost'],
    ['*.shop.localhost', 'is localhost'],
    ['127.0.0.1', 'is an IP address'],
    ['127.1', 'is an IP address'],
    ['127.10', 'is an IP address'],
    ['0x7f.0.0.0x1', 'is an IP address'],
    ['127.0x', 'is an IP address'],
    ['127.0x1f', 'is an IP address'],
    ['*.0.0.1', 'is an IP address'],
    ['::1', 'is an IP address'],
    ['[::1]', 'is an IP address'],
    ['*.com', 'public suffix "com"'],
    ['*.co.uk', 'public suffix "co.uk"'],
    ['*.CO.UK', 'public suffix "co.uk"'],
    ['*.kawasaki.jp', 'public suffix "kawasaki.jp"'],
    ['*.internal', 'public suffix "internal"'],
    ['intranet', 'has no dot'],
    ['.example.com', 'no valid host name'],
    ['example.com.', 'no valid host name'],
    ['example..com', 'no valid host name'],
    ['-example.com', 'no valid host name'],
    ['exa_mple.com', 'no valid host name'],
    [`${'a'.repeat(64)}.example`, 'no valid host name'],
    [`${'a.'.repeat(123)}examples`, 'longer than 253'],
    // U+212A, the Kelvin sign, and full-width letters fold into ASCII and would name another host.
    ['\u212Aindly.example', 'no valid host name'],
    ['ｅｘａｍｐｌｅ.com', 'no valid host name'],
    ['xn--bcher-\u212Ava.example', 'no valid host name'],
    ['\u2179n--bcher-kva.example', 'no valid host name'],
    ['xn--bcher-kva\u00AD.example', 'no valid host name'],
  ])('refuses %s', async (text, problem) => {
    expect(await parseWebhookDomain(text)).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it.each(['*.ngrok.app', '*.github.io'])('warns of the private suffix in %s', async (text) => {
    expect(await parseWebhookDomain(text)).toEqual({
      ok: true,
      pattern: text,
      warning: expect.stringContaining('every customer'),
    });
  });
});

describe('normaliseWebhookDomains', () => {
  it('normalises, drops repetitions and keeps the order', async () => {
    expect(
      await normaliseWebhookDomains(['B.example', 'a.example', 'b.example'], 'webhookDomains'),
    ).toEqual({ patterns: ['b.example', 'a.example'], warnings: [] });
  });

  it('names the place of a warning', async () => {
    const { warnings } = await normaliseWebhookDomains(
      ['a.example', '*.ngrok.app'],
      'webhookDomains',
    );
    expect(warnings).toEqual([expect.stringContaining('"webhookDomains[1]"')]);
  });

  it('names the place of a bad entry, and not its text', async () => {
    await expect(
      normaliseWebhookDomains(['a.example', 'https://secret.example'], 'webhookDomains'),
    ).rejects.toThrow(
      expect.objectContaining({
        option: 'webhookDomains[1]',
        code: 'invalid',
        message: expect.not.stringContaining('secret'),
      }),
    );
  });

  it('refuses what is no list', async () => {
    await expect(normaliseWebhookDomains('example.com', 'webhookDomains')).rejects.toThrow(
      /must be a list/,
    );
  });
});

describe('listsHost', () => {
  it.each([
    ['example.com', 'example.com', true],
    ['EXAMPLE.com', 'example.com', true],
    ['example.com', 'www.example.com', false],
    ['*.example.org', 'api.example.org', true],
    ['*.Example.ORG', 'api.example.org', true],
    ['*.example.org', 'example.org', false],
    ['*.example.org', 'a.b.example.org', false],
    ['*.example.org', 'apiexample.org', false],
    ['*.example.org', '.example.org', false],
    ['*', 'example.org', false],
    ['*.', 'example.org', false],
    ['.*', 'example.org', false],
    ['ex.mple.org', 'example.org', false],
    ['\u212Aindly.example', 'kindly.example', false],
    ['', 'example.org', false],
  ])('%s for %s: %s', (pattern, host, expected) => {
    expect(listsHost([pattern], host)).toBe(expected);
  });

  it('finds the host anywhere in the list, and nothing in an empty one', () => {
    expect(listsHost(['a.example', 'b.example'], 'b.example')).toBe(true);
    expect(listsHost([], 'b.example')).toBe(false);
  });
});
