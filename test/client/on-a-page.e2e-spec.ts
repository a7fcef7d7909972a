import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { kindlyChatSnippet } from 'nestjs-kindly-auth';
import { kindlyClientFile } from 'nestjs-kindly-auth/client/file';
import type { Page } from 'playwright-core';
import { minify } from 'vite';
import { describe, expect, it } from 'vitest';
import { visit } from '../support/chat-page.js';
import { page as textOf } from '../support/markdown.js';
import { TOKEN_ANSWERS, type TokenAnswer } from '../support/token-answers.js';
import { serve } from '../support/web-server.js';

declare const window: {
  kindlyOptions: { getAuthToken(chatId: string): Promise<unknown> };
  atStart: string;
};

const PUBLISHED = new URL('../../dist/nestjs-kindly-auth/dist/client/index.js', import.meta.url);
const CLIENT = readFileSync(PUBLISHED, 'utf8');
/** In place of Kindly's: what it finds when it runs. */
const CHAT = 'window.atStart = typeof window.kindlyOptions?.getAuthToken;';

const SNIPPETS = [
  { name: 'with the client', clientUrl: '/client.js' },
  { name: 'on its own', clientUrl: undefined },
] as const;

/** A page with the snippet; the token endpoint beside it answers this, or hangs up. */
async function open(
  { clientUrl }: (typeof SNIPPETS)[number],
  answer: TokenAnswer | 'hangs up',
): Promise<{ page: Page; asked: string[] }> {
  const asked: string[] = [];
  const html = kindlyChatSnippet({
    botKey: 'bot',
    tokenUrl: '/token',
    chatUrl: '/chat.js',
    clientUrl,
  });
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', `<!doctype html><title>A page</title>${html}`],
    '/client.js': ['text/javascript', CLIENT],
    '/chat.js': ['text/javascript', CHAT],
  };
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(`${request.method} ${request.headers['content-type']} ${await text(request)}`);
    if (answer === 'hangs up') response.destroy();
    else response.writeHead(answer.status, { 'Content-Type': 'text/plain' }).end(answer.body);
  };
  const url = await serve((request, response) => {
    const file = files[request.url ?? ''];
    if (file !== undefined) {
      response.setHeader('Content-Type', file[0]).end(file[1]);
      return;
    }
    if (request.url !== '/token') {
      response.writeHead(404).end();
      return;
    }
    void answerTo(request, response);
  });
  const page = await visit(`${url}/`);
  // With `async` the chat may come after the event that the visit waits for.
  await page.waitForFunction('window.atStart');
  return { page, asked };
}

function getAuthToken(page: Page): Promise<unknown> {
  return page.evaluate(() => window.kindlyOptions.getAuthToken('chat-1'));
}

describe.each(SNIPPETS)('in Chromium, the snippet $name', (snippet) => {
  it.each(TOKEN_ANSWERS)('answered $status, $name', async (answer) => {
    const { page, asked } = await open(snippet, answer);
    const thrown: Error[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    expect(await getAuthToken(page)).toBe(answer.token);
    expect(asked).toEqual(['POST application/json {"chatId":"chat-1"}']);
    expect(thrown).toEqual([]);
  });

  it('is anonymous where nobody answers', async () => {
    const { page } = await open(snippet, 'hangs up');
    expect(await getAuthToken(page)).toBeUndefined();
  });

  it('has its options ready when the chat looks for them', async () => {
    const { page } = await open(snippet, 'hangs up');
    expect(await page.evaluate(() => window.atStart)).toBe('function');
  });
});

describe('the published client', () => {
  it('is one file that imports nothing, and says so to nobody', () => {
    expect(CLIENT).not.toMatch(/\bimport\b|\brequire\b|\/\*|\/\//);
  });

  it('is as small as the page says', async () => {
    const { code } = await minify('index.js', CLIENT, { module: true, mangle: true });
    const { byteLength } = gzipSync(code, { level: 9 });
    expect(byteLength).toBeLessThan(1400);
    expect(textOf('docs/browser.md')).toContain(`about ${(byteLength / 1000).toFixed(1)} kB`);
  });

  it('is found where the package says', () => {
    expect(kindlyClientFile()).toMatch(/client[\\/]index\.js$/);
  });
});
