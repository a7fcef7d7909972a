import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { CHAT_ID, kindly, mint } from '../support/kindly.js';
import type { Options } from '../support/kindly-module.js';
import { MISMATCH, outcome, webhookOf } from '../support/webhook.js';

const user = kindly.webhook().from({ sub: 'user-1' });

/** Only Express lets a request through whose body nobody has read. */
describe.each(ADAPTERS.slice(0, 1))('the webhook guard on $name', (express) => {
  it('knows no chat of a body that the app does not parse', async () => {
    const post = await webhookOf(express)({}, {}, { options: { bodyParser: false } });
    expect(await outcome(post(user.withBody('{"message":"hi"}')))).toEqual(MISMATCH);
  });
});

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
      expect((await post(user.withBody(JSON.stringify(body)))).status).toBe(200);
    });
  });

  it('lets a request without a body through', async () => {
    const sent = { token: mint(), body: '', contentType: '' };
    expect((await (await webhook())(sent)).status).toBe(200);
  });

  describe('with webhookHost', () => {
    it.each([
      ['shop.example.com', ['shop.example.com']],
      ['Shop.Example.com', ['SHOP.example.COM']],
      ['shop.example.com', ['*.example.com']],
    ])('%s takes a token for %j', async (webhookHost, domains) => {
      const post = await webhook({ webhookHost });
      const forwarded = user.whoseToken((token) => token.forwardableTo(...domains));
      expect((await post(forwarded)).status).toBe(200);
    });
  });
});
