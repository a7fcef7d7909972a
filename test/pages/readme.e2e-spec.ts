import { afterAll, expect, it } from 'vitest';
import { deliver } from '../support/kindly.js';
import { PageApp } from '../support/page-app.js';
import { start, tokenFrom } from '../support/page-module.js';

const page = new PageApp('README.md');
afterAll(() => page.remove());

it('app.module.ts: goes the whole loop', async () => {
  const { AppModule } = await page.import('app.module.ts');
  const { url } = await start(AppModule, (app) => {
    app.use((request: { user?: object }, _response: unknown, next: () => void) => {
      request.user = { id: 7 };
      next();
    });
  });
  const delivery = { token: await tokenFrom(url), body: '{"chat_id":"chat-1"}' };
  expect(await deliver(`${url}/webhooks/orders`, delivery)).toMatchObject({
    status: 200,
    body: { reply: 'Order 42 of customer 7 is on its way.' },
  });
  expect((await deliver(`${url}/webhooks/orders`)).status).toBe(401);
});
