import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { CHAT_ID, mint } from '../support/kindly.js';
import type { Options } from '../support/kindly-module.js';
import { webhookOf } from '../support/webhook.js';

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  describe('binds the token to the chat of the body:', () => {
    it.each<[NonNullable<Options['chatBinding']>, unknown]>([
      ['when-present', { chat_id: CHAT_ID }],
      ['when-present', { message: 'hi' }],
      ['required', { chat_id: CHAT_ID }],
      ['off', { chat_id: 'another' }],
    ])('%s lets %j through', async (chatBinding, body) => {
      const post = await webhook({ chatBinding });
      expect((await post({ token: await mint(), body: JSON.stringify(body) })).status).toBe(200);
    });
  });

  it('lets a request without a body through', async () => {
    const sent = { token: await mint(), body: '', contentType: '' };
    expect((await (await webhook())(sent)).status).toBe(200);
  });

  describe('with webhookHost', () => {
    const tokenFor = (domains: readonly string[]) =>
      mint({ chat: { id: CHAT_ID, webhook_domains: domains } });

    it.each([
      ['shop.example.com', ['shop.example.com']],
      ['Shop.Example.com', ['SHOP.example.COM']],
      ['shop.example.com', ['*.example.com']],
    ])('%s takes a token for %j', async (webhookHost, domains) => {
      const post = await webhook({ webhookHost });
      expect((await post({ token: await tokenFor(domains) })).status).toBe(200);
    });
  });
});
