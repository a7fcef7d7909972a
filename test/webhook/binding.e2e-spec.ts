import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { CHAT_ID, mint } from '../support/kindly.js';
import type { Options } from '../support/kindly-module.js';
import { HOST_NOT_LISTED, MISMATCH, outcome, webhookOf } from '../support/webhook.js';

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

    it.each<[NonNullable<Options['chatBinding']>, unknown]>([
      ['when-present', { chat_id: 'another' }],
      ['when-present', { chat_id: '' }],
      ['when-present', { chat_id: null }],
      ['when-present', { chat_id: [CHAT_ID] }],
      ['when-present', { chat_id: { id: CHAT_ID } }],
      ['when-present', { chat_id: true }],
      ['when-present', []],
      ['when-present', [{ chat_id: 'another' }]],
      ['required', { message: 'hi' }],
      ['required', [CHAT_ID]],
      ['required', { chat_id: 'another' }],
    ])('%s refuses %j', async (chatBinding, body) => {
      const post = await webhook({ chatBinding });
      const answer = post({ token: await mint(), body: JSON.stringify(body) });
      expect(await outcome(answer)).toEqual(MISMATCH);
    });
  });

  it('lets a request without a body through, unless the chat is required', async () => {
    const sent = { token: await mint(), body: '', contentType: '' };
    expect((await (await webhook())(sent)).status).toBe(200);
    const post = await webhook({ chatBinding: 'required' });
    expect(await outcome(post(sent))).toEqual(MISMATCH);
  });

  it.each([`chat_id=${CHAT_ID}`, 'message=hi'])('refuses the form %s', async (body) => {
    const contentType = 'application/x-www-form-urlencoded';
    const post = await webhook();
    expect(await outcome(post({ token: await mint(), contentType, body }))).toEqual(MISMATCH);
  });

  // What one adapter's parser refuses with 400 gets to the guard on the other.
  it.each<[string, string, string | Buffer]>([
    [
      'UTF-16',
      'application/json; charset=utf-16',
      Buffer.from(`{"chat_id":"${CHAT_ID}"}`, 'utf16le'),
    ],
    ['a prototype', 'application/json', '{"__proto__":{"chat_id":"another"}}'],
  ])('refuses %s', async (_name, contentType, body) => {
    const { status } = await (await webhook())({ token: await mint(), contentType, body });
    expect([400, 403]).toContain(status);
  });

  it('refuses text, which a handler could parse for itself', async () => {
    const post = await webhook();
    const sent = { token: await mint(), contentType: 'text/plain', body: '{"chat_id":"another"}' };
    expect(await outcome(post(sent))).toEqual(MISMATCH);
  });

  describe('with webhookHost', () => {
    const tokenFor = (domains: readonly string[] | undefined) =>
      mint({ chat: { id: CHAT_ID, webhook_domains: domains } });

    it.each([
      ['shop.example.com', ['shop.example.com']],
      ['Shop.Example.com', ['SHOP.example.COM']],
      ['shop.example.com', ['*.example.com']],
    ])('%s takes a token for %j', async (webhookHost, domains) => {
      const post = await webhook({ webhookHost });
      expect((await post({ token: await tokenFor(domains) })).status).toBe(200);
    });

    it.each([
      ['shop.example.com', ['other.example.com', '*.com']],
      ['shop.example.com', ['*.shop.example.com']],
      ['shop.example.com', []],
      ['shop.example.com', undefined],
    ])('%s refuses a token for %j', async (webhookHost, domains) => {
      const post = await webhook({ webhookHost });
      const answer = post({ token: await tokenFor(domains) });
      expect(await outcome(answer)).toEqual(HOST_NOT_LISTED);
    });

    it('believes no header', async () => {
      const post = await webhook({ webhookHost: 'shop.example.com' });
      const headers = ['X-Forwarded-Host', 'evil.example'];
      const answer = post({ token: await tokenFor(['evil.example']), headers });
      expect(await outcome(answer)).toEqual(HOST_NOT_LISTED);
    });
  });
});
