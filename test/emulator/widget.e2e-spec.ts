import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { log, newContext, openChat, say, visit } from '../support/chat-page.js';
import { expectListener, freePort, startEmulator } from '../support/emulator.js';
import { pageWith } from '../support/web-server.js';

describe('the widget', () => {
  /** A page of another origin than the emulator's, whose `window.mint` signs tokens. */
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

  it.each<[string, string, string]>([
    ['nothing', 'undefined', 'gave undefined; nobody is signed in'],
    ['null', 'null', 'gave null; nobody is signed in'],
    ['a rejection', 'Promise.reject(new Error("offline"))', 'getAuthToken failed with'],
    ['an object', '({ token: "x" })', 'return its "token"'],
  ])('goes on anonymously when getAuthToken gives %s, and says why', async (_name, given, why) => {
    const { client, botKey } = await startEmulator();
    const html = `<!doctype html><title>x</title>
       <script>window.kindlyOptions = { getAuthToken: () => ${given} };</script>
       <script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" async></script>`;
    const page = await (await newContext()).newPage();
    const said = page.waitForEvent('console', (message) => message.text().includes('anonymous'));
    await page.goto(await pageWith(html));
    expect((await said).text()).toContain(why);
    await openChat(page);
    await page.getByText('Anonymous').waitFor();
    await say(page, 'hello');
    await log(page).getByText('I have no dialogue for that').waitFor();
    expect((await client.state()).chats[0]?.user).toBeNull();
  });

  it('calls getAuthToken several times at once when the emulator is told so', async () => {
    const { client, botKey } = await startEmulator(['--token-calls', '4']);
    const html = `<!doctype html><title>x</title>
       <script>
         window.calls = { running: 0, most: 0 };
         window.kindlyOptions = {
           getAuthToken: async () => {
             window.calls.most = Math.max(window.calls.most, (window.calls.running += 1));
             await new Promise((answered) => setTimeout(answered));
             window.calls.running -= 1;
             return 'no.good.token';
           },
         };
       </script>
       <script id="kindly-chat" src="${client.url}/kindly-chat.js" data-bot-key="${botKey}" async></script>`;
    const page = await visit(await pageWith(html));
    await openChat(page);
    await page.getByText('Anonymous').waitFor();
    expect(await page.evaluate('window.calls.most')).toBe(4);
    expect((await client.state()).tokenChecks).toHaveLength(4);
    // Switched in the console, it counts from the next time on.
    await client.control('PATCH', 'settings', { tokenCalls: 1 });
    await expectListener(client);
    const [chat] = (await client.state()).chats;
    await client.control('POST', `chats/${chat?.id}/authenticate`);
    await expect.poll(async () => (await client.state()).tokenChecks.length).toBe(5);
  });

  it('goes on when the emulator was restarted in mid-chat', async () => {
    const port = String(await freePort());
    const first = await startEmulator(['--port', port]);
    const html = `<!doctype html><title>x</title><script id="kindly-chat" src="${first.client.url}/kindly-chat.js" data-bot-key="${first.botKey}" async></script>`;
    const page = await visit(await pageWith(html));
    await openChat(page);
    await say(page, 'before');
    await log(page).getByText('I have no dialogue for that').waitFor();
    await first.process.stop();
    const second = await startEmulator(['--port', port]);
    await expect.poll(async () => (await second.client.state()).chats.length).toBe(1);
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
