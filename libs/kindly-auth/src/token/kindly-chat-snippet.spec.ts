import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { kindlyChatSnippet } from './kindly-chat-snippet.js';

const options = { botKey: 'bot-1', tokenUrl: '/kindly/token' };

/** Runs the snippet's script as a page would, with this fetch. */
function kindlyOptionsOf(html: string, fetch?: unknown, window: Record<string, unknown> = {}) {
  const script = /<script[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  vm.runInNewContext(script, { window, fetch });
  return window['kindlyOptions'] as { getAuthToken(chatId: string): Promise<unknown> };
}

describe('kindlyChatSnippet', () => {
  it('renders the two script tags of the specification', () => {
    expect(kindlyChatSnippet(options)).toMatch(
      /^<script>[\s\S]+<\/script>\n<script id="kindly-chat" src="https:\/\/chat\.kindlycdn\.com\/kindly-chat\.js" data-bot-key="bot-1" async><\/script>$/,
    );
  });

  it('puts the nonce on both', () => {
    expect(
      kindlyChatSnippet({ ...options, nonce: 'r4nd0m' }).match(/ nonce="r4nd0m"/g),
    ).toHaveLength(2);
  });

  it('loads the chat from elsewhere', () => {
    expect(
      kindlyChatSnippet({ ...options, chatUrl: 'http://localhost:4000/kindly-chat.js' }),
    ).toContain(' src="http://localhost:4000/kindly-chat.js"');
  });

  it('asks for the token as JSON, with the session cookie', async () => {
    const requests: unknown[] = [];
    const fetch = (...request: unknown[]) => {
      requests.push(request);
      return Promise.resolve({ ok: true, json: () => Promise.resolve({ token: 'a.b.c' }) });
    };
    const kindlyOptions = kindlyOptionsOf(kindlyChatSnippet(options), fetch);
    await expect(kindlyOptions.getAuthToken('chat-1')).resolves.toBe('a.b.c');
    expect(requests).toEqual([
      [
        '/kindly/token',
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          credentials: 'include',
          body: '{"chatId":"chat-1"}',
        },
      ],
    ]);
  });

  it.each([
    [
      'nobody is signed in',
      () => Promise.resolve({ ok: false, json: () => Promise.resolve({ token: 'x' }) }),
    ],
    ['the network fails', () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'the answer is not JSON',
      () => Promise.resolve({ ok: true, json: () => Promise.reject(new SyntaxError()) }),
    ],
    [
      'the answer has no token',
      () => Promise.resolve({ ok: true, json: () => Promise.resolve({}) }),
    ],
    ...[null, '', 7].map((token): [string, () => Promise<unknown>] => [
      `the token is ${JSON.stringify(token)}`,
      () => Promise.resolve({ ok: true, json: () => Promise.resolve({ token }) }),
    ]),
  ])('resolves to undefined when %s', async (_name, fetch) => {
    const kindlyOptions = kindlyOptionsOf(kindlyChatSnippet(options), fetch);
    await expect(kindlyOptions.getAuthToken('chat-1')).resolves.toBeUndefined();
  });

  it('leaves options of the page where they are', () => {
    const window = { kindlyOptions: { context: { page: 'cart' } } };
    expect(kindlyOptionsOf(kindlyChatSnippet(options), undefined, window)).toMatchObject({
      context: { page: 'cart' },
      getAuthToken: expect.any(Function),
    });
  });

  it('leaves the token to the client, which runs before the chat', () => {
    expect(kindlyChatSnippet({ ...options, clientUrl: '/kindly-client.js', nonce: 'n' }))
      .toBe(`<script type="module" nonce="n">
import { createGetAuthToken } from "/kindly-client.js";
window.kindlyOptions = Object.assign(window.kindlyOptions || {}, {
  getAuthToken: createGetAuthToken({ url: "/kindly/token" }),
});
</script>
<script id="kindly-chat" src="https://chat.kindlycdn.com/kindly-chat.js" data-bot-key="bot-1" nonce="n" defer></script>`);
  });

  it.each([
    '/c.js',
    './c.js',
    '../c.js',
    '//cdn.example/c.js',
    'https://cdn.example/c.js',
    'http://localhost:4000/c.js',
  ])('has the client from %s', (clientUrl) => {
    expect(kindlyChatSnippet({ ...options, clientUrl })).toContain(` from "${clientUrl}";`);
  });

  it('escapes every value for its place', () => {
    const hostile = `"'><script>alert(1)</script><!--&\u2028`;
    const html = kindlyChatSnippet({
      botKey: hostile,
      tokenUrl: `/token?${hostile}`,
      chatUrl: `https://example.com/${hostile}`,
      nonce: hostile,
    });
    // Two elements, and no third one out of a value.
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toContain('<!--');
    expect(html).toContain(' data-bot-key="&#34;&#39;&#62;&#60;script&#62;alert(1)');
    expect(
      kindlyChatSnippet({ ...options, clientUrl: `/c.js?${hostile}` }).match(/<\/?script/g),
    ).toHaveLength(4);
    const requested: unknown[] = [];
    const fetch = (url: string) => {
      requested.push(url);
      return Promise.reject(new Error());
    };
    void kindlyOptionsOf(html, fetch).getAuthToken('chat-1');
    expect(requested).toEqual([`/token?${hostile}`]);
  });

  it.each([
    [{ botKey: '' }, 'botKey', 'empty'],
    [{ botKey: undefined }, 'botKey', 'required'],
    [{ botKey: 7 }, 'botKey', 'invalid'],
    [{ tokenUrl: undefined }, 'tokenUrl', 'required'],
    [{ tokenUrl: 'javascript:alert(1)' }, 'tokenUrl', 'invalid'],
    [{ tokenUrl: 'https://[' }, 'tokenUrl', 'invalid'],
    [{ tokenUrl: 'shttp://shop.example/token' }, 'tokenUrl', 'invalid'],
    [{ tokenUrl: 'httpsx://shop.example/token' }, 'tokenUrl', 'invalid'],
    [{ chatUrl: 'data:text/javascript,alert(1)' }, 'chatUrl', 'invalid'],
    [{ nonce: '' }, 'nonce', 'empty'],
    [{ clientUrl: '' }, 'clientUrl', 'empty'],
    [{ clientUrl: 'c.js' }, 'clientUrl', 'invalid'],
    [{ clientUrl: 'nestjs-kindly-auth/client' }, 'clientUrl', 'invalid'],
    [{ clientUrl: 'data:text/javascript,alert(1)' }, 'clientUrl', 'invalid'],
  ])('refuses %j', (bad, option, code) => {
    expect(() => kindlyChatSnippet({ ...options, ...bad } as typeof options)).toThrow(
      expect.objectContaining({ option, code }),
    );
  });
});
