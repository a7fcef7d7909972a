import { readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import type { GetAuthTokenOptions, KindlyTokenErrorCode } from 'nestjs-kindly-auth/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newContext, signIn } from '../support/chat-page.js';
import { send } from '../support/http.js';
import { CHAT_ID, mint } from '../support/kindly.js';
import { codesIn, page as textOf, tableOf } from '../support/markdown.js';
import { classOf, start } from '../support/page-module.js';
import { PageRecipes, recipeHtml } from '../support/page-recipes.js';
import { moduleOf } from '../support/running-app.js';
import { type Sample, startSharedSample } from '../support/sample.js';

declare const window: {
  kindlyOptions: { getAuthToken(chatId: string): Promise<unknown> };
  chats: number;
  signOut(): Promise<void>;
  rememberToken(token: string): void;
  openAbout(product: string): void;
};

interface Bearer {
  readonly getAuthTokenWith: (
    accessToken: () => Promise<string>,
  ) => (chatId: string) => Promise<string | undefined>;
}

const CDN = 'https://chat.kindlycdn.com/kindly-chat.js';
/** In place of Kindly's: counts how often it is loaded, and with which options. */
const CHAT = 'if (window.kindlyOptions?.getAuthToken) window.chats = (window.chats ?? 0) + 1;';

const recipes = new PageRecipes();
afterAll(() => recipes.remove());

let sample: Sample;
beforeAll(async () => {
  const shared = await startSharedSample({});
  ({ sample } = shared);
  return shared.remove;
});

/** A page of the shop's origin with this on it, and what the recipes load. */
async function open(html: string, script = '', customer?: string): Promise<Page> {
  const page = await (await newContext()).newPage();
  const javascript = (body: string) => ({ contentType: 'text/javascript', body });
  await page.route(CDN, (route) => route.fulfill(javascript(CHAT)));
  await page.route('**/recipe.js', (route) => route.fulfill(javascript(script)));
  await page.route('**/recipe', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><body>${html}</body>` }),
  );
  if (customer !== undefined) {
    await page.goto(sample.url);
    await signIn(page, customer);
  }
  await page.goto(`${sample.url}/recipe`);
  await page.waitForFunction('window.chats');
  return page;
}

function getAuthToken(page: Page): Promise<unknown> {
  return page.evaluate(() => window.kindlyOptions.getAuthToken('chat-1'));
}

async function expectTokenOf(page: Page, sub: string): Promise<void> {
  expect(decodeJwt(String(await getAuthToken(page)))).toMatchObject({
    sub,
    chat: { id: 'chat-1' },
  });
}

/** Loads the main recipe, and makes of the others what tests call. */
const MAIN = `
  import { loadChat } from './kindly.js';
  import { signOut } from './sign-out.js';
  import { rememberToken } from './from-memory.js';
  import { openAbout } from './options.js';
  Object.assign(window, { signOut, rememberToken, openAbout });
  loadChat('your-bot-key');
`;
/** As React's StrictMode does: the effect runs, is taken back, and runs again. */
const REACT = `
  import { render } from 'react';
  import { KindlyChat } from './kindly-chat.js';
  const root = document.body.appendChild(document.createElement('div'));
  render(<KindlyChat botKey="your-bot-key" />, root);
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  render(null, root);
  render(<KindlyChat botKey="your-bot-key" />, root);
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  document.title = 'mounted twice';
`;
const AS_MODULE = '<script type="module" src="/recipe.js"></script>';

const OPTIONS: Readonly<Record<keyof GetAuthTokenOptions, true>> = {
  url: true,
  credentials: true,
  headers: true,
  timeout: true,
  leeway: true,
  signal: true,
  fetch: true,
  onError: true,
};
const CODES: Readonly<Record<KindlyTokenErrorCode, true>> = {
  request_failed: true,
  timeout: true,
  refused: true,
  answer_invalid: true,
};

describe('the page about the page', () => {
  it.each([
    ['option', OPTIONS],
    ['`code`', CODES],
  ])('lists each %s once', (firstColumn, names) => {
    const rows = tableOf(textOf('docs/browser.md'), firstColumn);
    expect(rows.flatMap(([name]) => codesIn(name))).toEqual(Object.keys(names));
    expect(rows.flat()).not.toContain('');
  });
});

describe('the recipes for pages', () => {
  it('kindly.ts: gives the chat the token of who is signed in, and of nobody else', async () => {
    const script = await recipes.bundle(MAIN);
    await expectTokenOf(await open(AS_MODULE, script, 'Kari Nordmann'), '1');
    expect(await getAuthToken(await open(AS_MODULE, script))).toBeUndefined();
  });

  it('sign-out.ts: holds no token across a sign-out', async () => {
    const page = await open(AS_MODULE, await recipes.bundle(MAIN), 'Kari Nordmann');
    await expectTokenOf(page, '1');
    await page.evaluate(() => window.signOut());
    expect(await getAuthToken(page)).toBeUndefined();
  });

  it('from-memory.ts: gives the chat a token that is there already', async () => {
    const page = await open(AS_MODULE, await recipes.bundle(MAIN), 'Kari Nordmann');
    const token = String(await getAuthToken(page));
    const fresh = await open(AS_MODULE, await recipes.bundle(MAIN));
    await fresh.evaluate((known) => {
      window.rememberToken(known);
    }, token);
    expect(await getAuthToken(fresh)).toBe(token);
  });

  it('bearer.ts: shows the endpoint who asks', async () => {
    const { getAuthTokenWith } = (await recipes.import('bearer.ts')) as unknown as Bearer;
    const token = mint();
    let asked: Request | undefined;
    vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
      asked = new Request(...request);
      return Response.json({ token });
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await getAuthTokenWith(async () => 'access')(CHAT_ID)).toBe(token);
    expect(asked?.headers.get('Authorization')).toBe('Bearer access');
  });

  it('options.ts: adds to the options that are there', async () => {
    const page = await open(AS_MODULE, await recipes.bundle(MAIN));
    await page.evaluate(() => {
      window.openAbout('a lamp');
    });
    expect(await page.evaluate(() => window.kindlyOptions)).toMatchObject({
      context: { product: 'a lamp' },
    });
  });

  it('kindly-chat.tsx: shows one chat, however often it is mounted', async () => {
    const page = await open(AS_MODULE, await recipes.bundle(REACT), 'Ola Hansen');
    await page.waitForFunction('document.title === "mounted twice"');
    expect(await page.locator('script#kindly-chat').count()).toBe(1);
    expect(await page.evaluate(() => window.chats)).toBe(1);
    await expectTokenOf(page, '2');
  });

  it.each([
    ['a plain page', 0],
    ['a tag manager', 1],
  ])('%s: gives the chat its token', async (_name, index) => {
    const page = await open(recipeHtml()[index] ?? '', '', 'Kari Nordmann');
    await expectTokenOf(page, '1');
    expect(await page.evaluate(() => window.chats)).toBe(1);
  });

  it('client-file.controller.ts: serves the file that the package names', async () => {
    const file = await recipes.import('client-file.controller.ts');
    const { url } = await start(moduleOf({ controllers: [classOf(file, 'ClientFileController')] }));
    expect(await send(`${url}/assets/kindly-client.js`, { method: 'GET' })).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=300',
      },
      text: readFileSync('dist/nestjs-kindly-auth/dist/client/index.js', 'utf8'),
    });
  });
});
