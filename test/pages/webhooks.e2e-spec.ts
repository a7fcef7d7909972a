import { afterAll, describe, expect, it } from 'vitest';
import { deliver } from '../support/kindly.js';
import { PageApp } from '../support/page-app.js';
import { classOf, HMAC_SECRET, privateKey, start, tokenFrom } from '../support/page-module.js';
import { moduleOf } from '../support/running-app.js';

const page = new PageApp('docs/webhooks.md');
const { KindlyAuthModule } = await page.package();
afterAll(() => page.remove());

describe('webhooks', () => {
  it('support.controller.ts: answers whom it knows, and whom not', async () => {
    const options = { issuer: 'i', privateKey, hmacSecrets: HMAC_SECRET };
    const sample = await page.import('support.controller.ts');
    const { url } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ ...options, resolveUser: () => ({ sub: 'user-1' }) })],
        controllers: [classOf(sample, 'SupportController')],
      }),
    );
    const signed = { secret: HMAC_SECRET, body: '{"chat_id":"chat-1","message":"hi"}' };
    expect((await deliver(`${url}/webhooks/support`, signed)).body).toMatchObject({
      exchange_slug: 'sign-in',
    });
    const token = await tokenFrom(url);
    expect((await deliver(`${url}/webhooks/support`, { ...signed, token })).body).toMatchObject({
      exchange_slug: 'handover',
      new_context: { last_message: 'hi' },
    });
  });

  it('returns.controller.ts: comes to the same when it is called twice', async () => {
    const sample = await page.import('returns.controller.ts');
    const { url } = await start(
      moduleOf({
        imports: [
          KindlyAuthModule.forRoot({
            issuer: 'i',
            privateKey,
            resolveUser: () => ({ sub: 'user-1' }),
          }),
        ],
        controllers: [classOf(sample, 'ReturnsController')],
        providers: [classOf(sample, 'Returns')],
      }),
    );
    const token = await tokenFrom(url);
    const ask = (message: string) =>
      deliver(`${url}/webhooks/returns`, {
        token,
        body: JSON.stringify({ chat_id: 'chat-1', message }),
      });
    const first = await ask('Return 1042');
    expect(first.body).toEqual({
      reply: 'Order 1042 may come back to us. Your return is number 1.',
    });
    expect((await ask('Return 1042')).body).toEqual(first.body);
    expect((await ask('Return 1041')).body).not.toEqual(first.body);
    expect((await ask('Return')).body).toEqual({ reply: 'Which order do you want to return?' });
  });

  it('sign-as-kindly.ts: signs as Kindly does', async () => {
    const { signAsKindly } = await page.import('sign-as-kindly.ts');
    const headers = (signAsKindly as (...texts: string[]) => object)(
      '{"foo":1,"bar":2}',
      'examplekey',
    );
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'Kindly-HMAC': 'uEeD0Q7eW9btdx6LFvvlpwkzQBWdbknsQkg1C27Cx7Q=',
      'Kindly-HMAC-algorithm': 'HMAC-SHA-256 (base64 encoded)',
    });
  });
});
