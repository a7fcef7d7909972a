import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, send } from '../support/http.js';
import {
  cookieOf,
  type Sample,
  signIn,
  startSample,
  startSharedSample,
} from '../support/sample.js';

const BOT = { KINDLY_BOT_KEY: 'bot-of-this-test' };

describe.each(['express', 'fastify'])('the shop on %s', (ADAPTER) => {
  let sample: Sample;
  beforeAll(async () => {
    const shared = await startSharedSample({ ADAPTER, ...BOT });
    ({ sample } = shared);
    return shared.remove;
  });

  function get(path: string, cookie = ''): Promise<Answer> {
    return send(sample.url + path, { method: 'GET', headers: ['Cookie', cookie] });
  }

  it('signs a customer in by a cookie that no script can read, and out again', async () => {
    const answer = await signIn(sample.url, ' Kari@Example.com ');
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^shop_session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const cookie = cookieOf(answer);
    expect((await get('/', cookie)).text).toContain('Hello, Kari Nordmann');
    const out = await send(`${sample.url}/sign-out`, { headers: ['Cookie', cookie] });
    expect(out.headers['set-cookie']).toEqual([
      expect.stringContaining('shop_session=; Max-Age=0'),
    ]);
    // The cookie is worth nothing any more, even to somebody who has kept it.
    expect((await get('/', cookie)).text).not.toContain('Kari Nordmann</h1>');
  });

  it('shows a customer his own orders', async () => {
    const page = await get('/', cookieOf(await signIn(sample.url, 'ola@example.com')));
    expect(page.text).toContain('Order 1043');
    expect(page.text).not.toContain('Order 1042 ·');
  });

  it.each([
    ['kari@example.com', 'wrong'],
    ['nobody@example.com', 'kindly-demo'],
    ['"><script>alert(1)</script>', 'x'],
  ])('does not sign in %s with %s, and says the same for both', async (email, password) => {
    const answer = await signIn(sample.url, email, password);
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('This address and this password do not belong together.');
    expect(answer.text).not.toContain('<script>alert');
  });

  it('signs out whoever was signed in at the browser before', async () => {
    const cookie = cookieOf(await signIn(sample.url, 'kari@example.com'));
    await signIn(sample.url, 'ola@example.com', 'kindly-demo', cookie);
    expect((await get('/', cookie)).text).not.toContain('Kari Nordmann</h1>');
  });

  it('says on a page what it refuses', async () => {
    const { url } = await startSample({ ADAPTER });
    const FORM = 'application/x-www-form-urlencoded';
    const JSON_TYPE = 'application/json';
    for (const [type, sent, status] of [
      [FORM, '', 400],
      [FORM, 'email=a%00b&password=x', 400],
      [JSON_TYPE, '{"email":"kari@example.com","password":"kindly-demo"}', 415],
      // Deep enough to exhaust the stack of whoever walks through it.
      [JSON_TYPE, `{"x":${'['.repeat(2e4)}${']'.repeat(2e4)}}`, 415],
    ] as const) {
      const answer = await send(`${url}/sign-in`, { headers: ['Content-Type', type], body: sent });
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.text).toContain('<h1>Sorry</h1>');
    }
  });

  it('lets no other site sign anybody in', async () => {
    const answer = await send(`${sample.url}/sign-in`, {
      headers: [
        'Content-Type',
        'application/x-www-form-urlencoded',
        'Origin',
        'https://evil.example',
        'Sec-Fetch-Site',
        'cross-site',
      ],
      body: 'email=kari%40example.com&password=kindly-demo',
    });
    expect(answer.status).toBe(403);
  });

  it('sends its pages with a policy that lets run what has its nonce', async () => {
    const { headers, text } = await get('/');
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? [];
    const escaped = nonce.replaceAll(/[+/=]/g, (character) => `&#${character.charCodeAt(0)};`);
    const tags = text.match(/<script[^>]*>/g) ?? [];
    expect(tags).toHaveLength(2);
    for (const tag of tags) {
      expect([`nonce="${nonce}"`, `nonce="${escaped}"`].some((one) => tag.includes(one))).toBe(
        true,
      );
    }
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("object-src 'none'"),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect((await get('/')).text).not.toContain(nonce);
  });

  it('embeds the chat of its bot', async () => {
    const { text } = await get('/');
    expect(text).toContain(
      'src="https://chat.kindlycdn.com/kindly-chat.js" data-bot-key="bot-of-this-test"',
    );
    expect(text).toContain('"/kindly/token"');
    expect(text).not.toContain('class="chat-notice"');
  });

  it('slows down whoever guesses passwords', async () => {
    const attempts = Array.from({ length: 12 }, () => signIn(sample.url, 'kari@example.com', 'no'));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses).toContain(429);
  });
});

describe('the shop without a bot', () => {
  it('says what to set', async () => {
    const sample = await startSample();
    const { text } = await send(sample.url, { method: 'GET' });
    expect(text).toContain('Set <code>KINDLY_BOT_KEY</code>');
    expect(text).not.toContain('<script');
  });
});

describe('the shop with a chat from elsewhere', () => {
  it('loads it from there, and lets it talk to there', async () => {
    const KINDLY_CHAT_URL = 'http://localhost:4000/kindly-chat.js';
    const sample = await startSample({ ...BOT, KINDLY_CHAT_URL });
    const { headers, text } = await send(sample.url, { method: 'GET' });
    expect(text).toContain(`src="${KINDLY_CHAT_URL}"`);
    expect(headers['content-security-policy']).toContain(
      "connect-src 'self' http://localhost:4000 ws://localhost:4000",
    );
  });
});
