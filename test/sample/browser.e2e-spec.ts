import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { decodeJwt } from 'jose';
import { kindlyChatSnippet } from 'nestjs-kindly-auth';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newContext, signIn } from '../support/chat-page.js';
import {
  type Environment,
  type Sample,
  startSample,
  startSharedSample,
} from '../support/sample.js';

/** The script of the specification's section "Add a callback to Kindly Chat", to the letter. */
const SPECIFICATION_SNIPPET = `
window.kindlyOptions = {
    getAuthToken: async function (chatId) {
        return fetch('/your-auth-endpoint', {
            method: 'POST',
            body: JSON.stringify({ chatId }),
        })
        .then(response => response.json())
        .then(({ token }) => token)
    }
}
`;

declare const window: { kindlyOptions: { getAuthToken(chatId: string): Promise<unknown> } };

const CHAT_ID = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';
const BOT = { KINDLY_BOT_KEY: 'bot-of-this-test' };

/** A page of its own, with Kindly's CDN out of reach. */
async function open(url: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const page = await (await newContext({ viewport })).newPage();
  await page.route('https://chat.kindlycdn.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'window.kindlyChatLoaded = true;' }),
  );
  await page.goto(url);
  return page;
}

/** What Kindly Chat does when it connects, once the page has loaded. */
async function getAuthToken(page: Page): Promise<unknown> {
  await page.waitForLoadState();
  return page.evaluate((chatId) => window.kindlyOptions.getAuthToken(chatId), CHAT_ID);
}

describe.each(['express', 'fastify'])('in Chromium, the sample on %s', (ADAPTER) => {
  let sample: Sample;
  beforeAll(async () => {
    const shared = await startSharedSample({ ADAPTER, ...BOT });
    ({ sample } = shared);
    return shared.remove;
  });

  describe("with the specification's own snippet", () => {
    /** Only the path of the snippet is a placeholder; everything else goes over the wire as it is. */
    async function withSpecification(): Promise<{ page: Page; sent: unknown[] }> {
      const page = await open(sample.url);
      const sent: unknown[] = [];
      await page.route('**/your-auth-endpoint', async (route) => {
        const request = route.request();
        const { 'content-type': contentType } = await request.allHeaders();
        sent.push({ method: request.method(), contentType, body: request.postData() });
        await route.continue({ url: `${sample.url}/kindly/token` });
      });
      return { page, sent };
    }

    it('issues a token to a customer who is signed in', async () => {
      const { page, sent } = await withSpecification();
      await signIn(page, 'Kari Nordmann');
      await page.evaluate(SPECIFICATION_SNIPPET);
      expect(decodeJwt(String(await getAuthToken(page)))).toMatchObject({
        sub: '1',
        name: 'Kari Nordmann',
        tier: 'gold',
        chat: { id: CHAT_ID },
      });
      expect(sent).toEqual([
        {
          method: 'POST',
          contentType: 'text/plain;charset=UTF-8',
          body: JSON.stringify({ chatId: CHAT_ID }),
        },
      ]);
    });

    it('issues none to a visitor, whose chat goes on without', async () => {
      const { page } = await withSpecification();
      await page.evaluate(SPECIFICATION_SNIPPET);
      expect(await getAuthToken(page)).toBeUndefined();
    });
  });

  describe('with the snippet of its own page', () => {
    it('issues tokens to a customer, under the policy of the page', async () => {
      const page = await open(sample.url);
      const violations: string[] = [];
      page.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
      });
      await signIn(page, 'Ola Hansen');
      expect(decodeJwt(String(await getAuthToken(page)))).toMatchObject({
        sub: '2',
        email: 'ola@example.com',
        email_verified: false,
        chat: { id: CHAT_ID },
      });
      await page.waitForFunction('window.kindlyChatLoaded');
      expect(violations).toEqual([]);
    });

    it('resolves to undefined for a visitor', async () => {
      expect(await getAuthToken(await open(sample.url))).toBeUndefined();
    });
  });

  describe('is usable', () => {
    it('by keyboard', async () => {
      const page = await open(sample.url);
      await page.keyboard.press('Tab');
      await expect(page.evaluate('document.activeElement.textContent')).resolves.toContain(
        'Skip to content',
      );
      await page.getByLabel('Email').focus();
      await page.keyboard.type('kari@example.com');
      await page.keyboard.press('Tab');
      await page.keyboard.type('kindly-demo');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Hello, Kari Nordmann' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).press('Enter');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.title()).toContain('Sign in');
    });

    it('on a phone, without scrolling sideways', async () => {
      const page = await open(sample.url, { width: 320, height: 640 });
      const overflow = 'document.documentElement.scrollWidth - window.innerWidth';
      expect(await page.evaluate(overflow)).toBe(0);
      await signIn(page, 'Kari Nordmann');
      expect(await page.evaluate(overflow)).toBe(0);
    });
  });

  describe('with a page on another origin', () => {
    /** A page that is not the shop's, with the shop's snippet on it. */
    async function servePage(html: () => string): Promise<string> {
      const server = createServer((_request, response) => {
        response.setHeader('Content-Type', 'text/html').end(html());
      }).listen(0);
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      return `http://localhost:${(server.address() as { port: number }).port}`;
    }

    async function tokenFromElsewhere(
      environment: (origin: string) => Environment,
    ): Promise<unknown> {
      let html = '';
      const origin = await servePage(() => html);
      const elsewhere = await startSample({ ADAPTER, ...environment(origin) });
      html = kindlyChatSnippet({ botKey: 'bot', tokenUrl: `${elsewhere.url}/kindly/token` });
      const page = await open(elsewhere.url);
      await signIn(page, 'Kari Nordmann');
      await page.goto(origin);
      return getAuthToken(page);
    }

    it('issues tokens there when CORS is switched on for it', async () => {
      const token = await tokenFromElsewhere((origin) => ({ CORS_ORIGIN: origin }));
      expect(decodeJwt(String(token))).toMatchObject({ sub: '1', chat: { id: CHAT_ID } });
    });

    it('lets it see nothing otherwise', async () => {
      expect(await tokenFromElsewhere(() => ({}))).toBeUndefined();
    });
  });
});
