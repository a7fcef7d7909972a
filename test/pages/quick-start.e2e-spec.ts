import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/emulator.js';
import { send } from '../support/http.js';
import { deliver } from '../support/kindly.js';
import { json } from '../support/kindly-module.js';
import { PageApp } from '../support/page-app.js';
import { start, tokenFrom } from '../support/page-module.js';

const page = new PageApp('docs/quick-start.md');
afterAll(() => page.remove());

// Tests of the page's own: they register themselves.
await page.import('orders.controller.spec.ts');
await page.import('orders.token.spec.ts');

describe('the quick start', () => {
  it('app.module.ts and orders.controller.ts: goes the whole loop', async () => {
    const { AppModule } = await page.import('app.module.ts');
    const { url } = await start(AppModule, (app) => {
      app.use((request: { user?: object }, _response: unknown, next: () => void) => {
        request.user = { id: 7, name: '<Kari>' };
        next();
      });
    });
    const answer = await deliver(`${url}/webhooks/orders`, {
      token: await tokenFrom(url),
      body: '{"chat_id":"chat-1"}',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { reply: 'Hi &#60;Kari&#62;, order 42 of customer 7 is on its way.' },
    });
    expect((await deliver(`${url}/webhooks/orders`)).status).toBe(401);
  });

  it('main.ts: starts', async () => {
    const port = await freePort();
    const main = spawn(process.execPath, [join(page.folder, 'main.js')], {
      env: { ...process.env, PORT: String(port) },
    });
    onTestFinished(() => void main.kill());
    await once(main.stdout, 'data');
    await expect
      .poll(() =>
        send(`http://localhost:${port}/kindly/token`, json({ chatId: 'c' })).catch(() => ({
          status: 0,
        })),
      )
      .toMatchObject({ status: 401 });
  });

  it('page.controller.ts: has the chat on it', async () => {
    const { PageController } = await page.import('page.controller.ts');
    const html = new (PageController as Type<{ home(): string }>)().home();
    expect(html).toContain('data-bot-key="your-bot-key"');
  });
});
