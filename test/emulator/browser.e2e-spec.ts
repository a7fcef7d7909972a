import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { importPKCS8, SignJWT } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectAccessible } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { type Demo, startDemo, startEmulator } from '../support/emulator.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function newContext(options: object = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  onTestFinished(() => context.close());
  return context;
}

async function visit(url: string, context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await newContext())).newPage();
  await page.goto(url);
  return page;
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
}

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the chat' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

async function say(page: Page, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message);
  await page.getByRole('button', { name: 'Send' }).click();
}

function log(page: Page) {
  return page.getByRole('log');
}

describe.each(['express', 'fastify'])('in Chromium, shop and emulator on %s', (ADAPTER) => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ ADAPTER });
    return demo.remove;
  });

  it('goes the whole loop: signed in, asked, answered, a button pressed, signed out', async () => {
    const context = await newContext();
    const shop = await visit(demo.shop, context);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await shop.getByText('Signed in').waitFor();
    await say(shop, 'Where is order 1042?');
    await log(shop).getByText('is on its way to you').waitFor();
    await say(shop, 'Where is my order?');
    await log(shop).getByRole('button', { name: '1041: Merino sweater, petrol' }).click();
    await log(shop).getByText('has been delivered').waitFor();
    await say(shop, 'What did I ask last?');
    await log(shop).getByText('You asked about order 1041.').waitFor();
    expect(await context.cookies()).toHaveLength(1);

    const inbox = await visit(`${demo.emulator.url}/#/inbox`, context);
    await inbox.getByRole('heading', { name: 'Kari Nordmann' }).waitFor();
    await inbox.getByText('kari@example.com').waitFor();
    expect(await inbox.getByText('stored', { exact: true }).count()).toBeGreaterThan(0);
    const picture = inbox.locator('img').first();
    await expect
      .poll(() =>
        picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      )
      .toBeGreaterThan(0);

    await shop.getByRole('button', { name: 'Close the chat' }).first().click();
    await shop.getByRole('button', { name: 'Sign out' }).click();
    await shop.getByRole('heading', { name: 'Sign in' }).waitFor();
    await openChat(shop);
    await shop.getByText('Anonymous').waitFor();
    await say(shop, 'When are you open?');
    await log(shop).getByText('Hello! We are open').waitFor();
  });

  it('says in the console why a broken delivery was refused', async () => {
    const context = await newContext();
    const shop = await visit(demo.shop, context);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    const faults = await visit(`${demo.emulator.url}/#/faults`, context);
    const fault = faults.getByRole('listitem').filter({ hasText: 'Wrong signature' });
    const armed = faults.waitForResponse((response) => response.url().endsWith('/api/fault'));
    await fault.getByRole('button', { name: 'Arm once' }).click();
    expect(await (await armed).json()).toEqual({ fault: 'hmac-wrong', sticky: false });
    await say(shop, 'Where is order 1042?');
    await log(shop).getByText('Your webhook refused').waitFor();
    const debug = await visit(`${demo.emulator.url}/#/debug`, context);
    await debug.getByText('with the fault "hmac-wrong"').first().waitFor();
  });

  it('keeps two users in two browsers apart', async () => {
    const [kari, ola] = [await visit(demo.shop), await visit(demo.shop)];
    await signIn(kari, 'Kari Nordmann');
    await signIn(ola, 'Ola Hansen');
    for (const page of [kari, ola]) await openChat(page);
    await Promise.all([say(kari, 'order 1042'), say(ola, 'order 1042')]);
    await log(kari).getByText('is on its way to you').waitFor();
    await log(ola).getByText('There is no order 1042 among yours.').waitFor();
    expect(await log(ola).getByText('Trail shoes').count()).toBe(0);
  });

  it('shows the same chat after a reload', async () => {
    const shop = await visit(demo.shop);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await say(shop, 'order 1042');
    await log(shop).getByText('is on its way to you').waitFor();
    await shop.reload();
    await log(shop).getByText('is on its way to you').waitFor();
    await say(shop, 'order 1041');
    await log(shop).getByText('has been delivered').waitFor();
    expect(await log(shop).getByText('order 1042', { exact: true }).count()).toBe(1);
  });

  it('can be used by everybody: pages, panel and console', async () => {
    const context = await newContext({ colorScheme: ADAPTER === 'fastify' ? 'dark' : 'light' });
    const shop = await visit(demo.shop, context);
    await expectAccessible(shop);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await say(shop, 'Where is my order?');
    await log(shop).getByText('Which order do you mean?').waitFor();
    await expectAccessible(shop);
    for (const view of ['debug', 'inbox', 'faults', 'settings']) {
      const page = await visit(`${demo.emulator.url}/#/${view}`, context);
      await page.getByRole('navigation').waitFor();
      await expectAccessible(page);
      await page.close();
    }
  });
});

it('renews a token that expires during the chat, unnoticed', async () => {
  const demo = await startDemo({ KINDLY_TOKEN_LIFETIME: '2' });
  onTestFinished(demo.remove);
  const shop = await visit(demo.shop);
  await signIn(shop, 'Kari Nordmann');
  await openChat(shop);
  const goodTokens = async (): Promise<number> =>
    (await demo.emulator.state()).tokenChecks.filter(({ accepted }) => accepted).length;
  await expect.poll(goodTokens, { timeout: 30_000 }).toBeGreaterThan(2);
  await say(shop, 'order 1042');
  await log(shop).getByText('is on its way to you').waitFor();
});

describe('the widget', () => {
  /** A page of another origin than the emulator's. */
  async function pageWith(html: string): Promise<string> {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  /** Such a page, whose `window.mint` signs tokens. */
  async function newPageWithTokens(
    html: string,
    mint: (chatId: string) => Promise<string>,
  ): Promise<Page> {
    const context = await newContext();
    await context.exposeFunction('mint', mint);
    return visit(await pageWith(html), context);
  }

  const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

  it.each<[string, (source: string) => string]>([
    ['async', (source) => `<script id="kindly-chat" async ${source}></script>`],
    ['defer', (source) => `<script id="kindly-chat" defer ${source}></script>`],
    [
      'by a script',
      (source) =>
        `<script>
          const tag = document.createElement('script');
          tag.id = 'kindly-chat';
          for (const [, name, value] of ${JSON.stringify(source)}.matchAll(/(\\S+)="(.*?)"/g)) tag.setAttribute(name, value);
          document.head.append(tag);
        </script>`,
    ],
  ])('can be embedded %s', async (_name, embed) => {
    const { client, botKey } = await startEmulator();
    const source = `src="${client.url}/kindly-chat.js" data-bot-key="${botKey}"`;
    const page = await visit(await pageWith(`<!doctype html><title>x</title>${embed(source)}`));
    await openChat(page);
    await page.getByText('Anonymous').waitFor();
    await log(page).getByText('a local stand-in for Kindly').waitFor();
    expect((await client.state()).chats).toHaveLength(1);
  });

  it('lets nothing of a message, a name or a reply run, in the page or in the console', async () => {
    const { client, botKey } = await startEmulator(['--bot-name', HOSTILE]);
    const html = `<!doctype html><title>x</title>
      <script>window.kindlyOptions = { context: { evil: ${JSON.stringify(HOSTILE).replaceAll('<', String.raw`\u003c`)} } };</script>
      <script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" async></script>`;
    const page = await visit(await pageWith(html));
    await openChat(page);
    await say(page, HOSTILE);
    await log(page).getByText(HOSTILE, { exact: true }).last().waitFor();
    const inbox = await visit(`${client.url}/#/inbox`);
    await inbox.getByText(HOSTILE).first().waitFor();
    for (const looked of [page, inbox]) {
      expect(await looked.evaluate('window.hacked')).toBeUndefined();
    }
  });

  it('lets nothing of a token or of a reply run, in the page or in the console', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const reply = {
      reply: `Look: ${HOSTILE}<a href="javascript:window.hacked=1">here</a>`,
      buttons: [{ button_type: 'link', label: HOSTILE, value: 'javascript:window.hacked=1' }],
      image_carousel: [{ imageUrl: 'javascript:window.hacked=1', altText: HOSTILE }],
      new_context: { evil: HOSTILE },
    };
    const webhook = await pageWith(JSON.stringify(reply));
    const { client, botKey } = await startEmulator([
      '--host',
      `shop.example.com=${webhook}`,
      '--dialogue',
      'hello=https://shop.example.com/',
    ]);
    await client.control('PATCH', 'settings', { publicKey });
    const page = await newPageWithTokens(
      `<!doctype html><title>x</title>
       <script>window.kindlyOptions = { getAuthToken: (chatId) => window.mint(chatId) };</script>
       <script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" async></script>`,
      async (chatId) =>
        new SignJWT({ name: HOSTILE, email: HOSTILE, chat: { id: chatId } })
          .setProtectedHeader({ alg: 'RS256' })
          .setIssuer('shop')
          .setSubject(HOSTILE)
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(await importPKCS8(privateKey, 'RS256')),
    );
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    await say(page, 'hello');
    await log(page).getByText('Look:').waitFor();
    const inbox = await visit(`${client.url}/#/inbox`);
    await inbox.getByText('Look:').first().waitFor();
    const debug = await visit(`${client.url}/#/debug`);
    await debug.getByText('Your webhook answered').first().click();
    for (const looked of [page, inbox, debug]) {
      await looked.getByRole('button').first().focus();
      expect(await looked.evaluate('window.hacked')).toBeUndefined();
    }
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  it.each<[string, string]>([
    ['nothing', 'undefined'],
    ['null', 'null'],
    ['a rejection', 'Promise.reject(new Error("offline"))'],
    ['an object', '({ token: "x" })'],
  ])('goes on anonymously when getAuthToken gives %s', async (_name, given) => {
    const { client, botKey } = await startEmulator();
    const page = await visit(
      await pageWith(`<!doctype html><title>x</title>
       <script>window.kindlyOptions = { getAuthToken: () => ${given} };</script>
       <script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" async></script>`),
    );
    await openChat(page);
    await page.getByText('Anonymous').waitFor();
    await say(page, 'hello');
    await log(page).getByText('I have no dialogue for that').waitFor();
    expect((await client.state()).chats[0]?.user).toBeNull();
  });

  it('goes on when the emulator was restarted in mid-chat', async () => {
    const first = await startEmulator();
    const { port } = new URL(first.client.url);
    const html = `<!doctype html><title>x</title><script id="kindly-chat" src="${first.client.url}/kindly-chat.js" data-bot-key="${first.botKey}" async></script>`;
    const page = await visit(await pageWith(html));
    await openChat(page);
    await say(page, 'before');
    await log(page).getByText('before', { exact: true }).waitFor();
    await first.process.stop();
    const second = await startEmulator(['--port', port]);
    await expect
      .poll(async () => (await second.client.state()).chats.length, { timeout: 30_000 })
      .toBe(1);
    await say(page, 'after');
    await expect
      .poll(async () =>
        (await second.client.state()).chats[0]?.messages.map(({ message }) => message),
      )
      .toContain('after');
    expect(await log(page).getByText('before', { exact: true }).count()).toBe(1);
  });

  it('names what it is asked for and does not have', async () => {
    const { client, botKey } = await startEmulator();
    const html = `<!doctype html><title>x</title><script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" defer></script>`;
    const page = await visit(await pageWith(html));
    const warned = page.waitForEvent('console', (message) => message.type() === 'warning');
    await page.evaluate('window.kindlyChat.cancelHandover()');
    expect((await warned).text()).toContain('cancelHandover');
  });
});
