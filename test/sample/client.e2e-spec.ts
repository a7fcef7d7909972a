import { decodeJwt } from 'jose';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { log, newContext, openChat, say, signIn, visit } from '../support/chat-page.js';
import { type Demo, startDemo } from '../support/emulator.js';

interface PageWithChat {
  readonly kindlyOptions: {
    readonly getAuthToken: ((chatId: string) => Promise<string | undefined>) & { reset(): void };
  };
}
declare const window: PageWithChat;

const HOUR = 60 * 60 * 1000;

/** Everything that a page of this browser asks the token endpoint. */
function tokenRequests(context: BrowserContext): string[] {
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/kindly/token')) asked.push(request.postData() ?? '');
  });
  return asked;
}

/** How many tokens this browser was given. */
function tokensIssued(context: BrowserContext): () => number {
  let issued = 0;
  context.on('response', (response) => {
    if (response.url().endsWith('/kindly/token') && response.status() === 200) issued += 1;
  });
  return () => issued;
}

/** Shifts the clock of a page, as one that is set wrong is. */
function shiftClock(milliseconds: number): string {
  return `{ const before = Date.now; Date.now = () => before() + ${milliseconds}; }`;
}

/** Calls at the same time, for a chat that the widget knows nothing of. */
function getAuthTokens(page: Page, calls = 1): Promise<readonly (string | undefined)[]> {
  return page.evaluate(
    (length) =>
      Promise.all(Array.from({ length }, () => window.kindlyOptions.getAuthToken('of-the-test'))),
    calls,
  );
}

describe('in Chromium, the client on the page of the sample', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ KINDLY_EMULATOR_TOKEN_CALLS: '3' });
    return demo.remove;
  });

  async function kariAt(context: BrowserContext): Promise<Page> {
    const page = await visit(demo.shop, context);
    await signIn(page, 'Kari Nordmann');
    return page;
  }

  it('makes one request of the calls that the chat makes at once', async () => {
    const context = await newContext();
    const page = await kariAt(context);
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    const asked = tokenRequests(context);
    const tokens = await getAuthTokens(page, 5);
    expect(new Set(tokens).size).toBe(1);
    expect(decodeJwt(tokens[0] ?? '')).toMatchObject({ sub: '1', chat: { id: 'of-the-test' } });
    expect(asked).toEqual(['{"chatId":"of-the-test"}']);
  });

  it('does so for the chat itself', async () => {
    const context = await newContext();
    const issued = tokensIssued(context);
    const page = await kariAt(context);
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    expect((await demo.emulator.state()).settings.tokenCalls).toBe(3);
    expect(issued()).toBe(1);
  });

  it('holds a token, and renews it before it ends', async () => {
    const context = await newContext();
    const page = await kariAt(context);
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    const [first] = await getAuthTokens(page);
    const asked = tokenRequests(context);
    expect(await getAuthTokens(page)).toEqual([first]);
    expect(asked).toEqual([]);
    // Four of its five minutes, as if the computer had slept.
    await page.evaluate(shiftClock(4 * 60 * 1000));
    // Within one second the shop signs the same token again, so the request counts.
    expect(await getAuthTokens(page)).toEqual([expect.any(String)]);
    expect(asked).toHaveLength(1);
  });

  it('gives a visitor none, and asks again once somebody has signed in', async () => {
    const page = await visit(demo.shop);
    await openChat(page);
    await page.getByText('Anonymous').waitFor();
    expect(await getAuthTokens(page, 2)).toEqual([undefined, undefined]);
    await signIn(page, 'Kari Nordmann');
    expect(await getAuthTokens(page)).toEqual([expect.any(String)]);
  });

  it('gives none any more when the session has ended in another tab, and the page says so', async () => {
    const context = await newContext();
    const page = await kariAt(context);
    expect(await getAuthTokens(page)).toEqual([expect.any(String)]);
    const other = await visit(demo.shop, context);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.evaluate(() => {
      window.kindlyOptions.getAuthToken.reset();
    });
    expect(await getAuthTokens(page)).toEqual([undefined]);
  });

  it('serves a tab whose clock is an hour slow', async () => {
    const context = await newContext();
    await context.addInitScript(shiftClock(-HOUR));
    const page = await kariAt(context);
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    const [token] = await getAuthTokens(page);
    const asked = tokenRequests(context);
    expect(await getAuthTokens(page)).toEqual([token]);
    expect(asked).toEqual([]);
    await say(page, 'Where is order 1042?');
    await log(page).getByText('is on its way to you').waitFor();
  });

  it('issues one token to a tab whose clock is an hour fast, though its chat asks all the time', async () => {
    const context = await newContext();
    await context.addInitScript(shiftClock(HOUR));
    const issued = tokensIssued(context);
    const page = await kariAt(context);
    await openChat(page);
    await page.getByText('Signed in').waitFor();
    // To the widget each token is over when it comes, so it renews it every second, with three calls.
    const checks = async (): Promise<number> => (await demo.emulator.state()).tokenChecks.length;
    const before = await checks();
    await expect.poll(checks, { timeout: 30_000 }).toBeGreaterThan(before + 3);
    await say(page, 'Where is order 1042?');
    await log(page).getByText('is on its way to you').waitFor();
    expect(issued()).toBe(1);
  });
});
