import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchBrowser } from './browser.js';
import { PATIENCE } from './patience.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A browser of somebody's own. */
export async function newContext(options: object = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE.expect.poll.timeout);
  return context;
}

export async function visit(url: string, context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await newContext())).newPage();
  await page.goto(url);
  return page;
}

/** At the sample shop. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
}

export async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the chat' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

export async function say(page: Page, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** What was said in the chat. */
export function log(page: Page): Locator {
  return page.getByRole('log');
}
