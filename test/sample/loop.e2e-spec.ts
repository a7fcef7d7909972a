import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, send } from '../support/http.js';
import {
  deliver,
  ISSUER,
  keyPair,
  mint,
  signatureHeaders,
  type Webhook,
} from '../support/kindly.js';
import {
  cookieOf,
  dataFolder,
  type Sample,
  signIn,
  startSample,
  startSharedSample,
} from '../support/sample.js';

const SECRETS = {
  KINDLY_HMAC_SECRET: randomBytes(24).toString('base64url'),
  KINDLY_TICKET_SECRET: randomBytes(24).toString('base64url'),
  KINDLY_TICKET_VERIFY_TOKEN: randomBytes(24).toString('base64url'),
};
const CHAT = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';

function body(message: string, chatId = CHAT): string {
  return JSON.stringify({
    chat_id: chatId,
    message,
    user_id: '2',
    context: { email: 'ola@example.com' },
  });
}

describe.each(['express', 'fastify'])('the whole loop on %s', (ADAPTER) => {
  let sample: Sample;
  let cookieOfKari: string;
  let tokenOfKari: string;
  let tokenOfOla: string;

  async function tokenFor(cookie: string, chatId = CHAT): Promise<Answer> {
    return send(`${sample.url}/kindly/token`, {
      headers: ['Content-Type', 'text/plain;charset=UTF-8', 'Cookie', cookie],
      body: JSON.stringify({ chatId }),
    });
  }
  const post = (path: string, webhook: Webhook): Promise<Answer> =>
    deliver(sample.url + path, webhook);
  const ask = (message: string, token: string): Promise<Answer> =>
    post('/webhooks/orders', { token, secret: SECRETS.KINDLY_HMAC_SECRET, body: body(message) });

  beforeAll(async () => {
    const shared = await startSharedSample({ ADAPTER, ...SECRETS });
    ({ sample } = shared);
    cookieOfKari = cookieOf(await signIn(sample.url, 'kari@example.com'));
    const cookieOfOla = cookieOf(await signIn(sample.url, 'ola@example.com'));
    ({ token: tokenOfKari } = (await tokenFor(cookieOfKari)).body as { token: string });
    ({ token: tokenOfOla } = (await tokenFor(cookieOfOla)).body as { token: string });
    return shared.remove;
  });

  it('answers about the order of the customer who is signed in', async () => {
    expect(await ask('Where is order 1042?', tokenOfKari)).toMatchObject({
      status: 200,
      body: {
        reply: expect.stringMatching(/^<b>Order 1042<\/b> \(Trail shoes, size 39\) is on its way/),
        new_context: { last_order: '1042' },
      },
    });
  });

  it("never shows another customer's order, whatever the body says of the user", async () => {
    for (const message of ['1042', 'order 1042 please', 'Where is order 1042?']) {
      const { body: reply } = await ask(message, tokenOfOla);
      expect(reply).toEqual({ reply: 'There is no order 1042 among yours.' });
    }
    const offered = await ask('Where is my order?', tokenOfOla);
    expect(offered.body).toEqual({
      reply: 'Which order do you mean?',
      buttons: [
        { button_type: 'quick_reply', label: '1043: Camping stove', value: 'Where is order 1043?' },
      ],
    });
  });

  it('refuses what Kindly has not signed, and what is for another chat', async () => {
    const order = { token: tokenOfKari, body: body('1042') };
    expect((await post('/webhooks/orders', order)).status).toBe(401);
    const forged = { ...order, secret: SECRETS.KINDLY_TICKET_SECRET };
    expect((await post('/webhooks/orders', forged)).status).toBe(401);
    const other = { ...order, body: body('1042', 'other'), secret: SECRETS.KINDLY_HMAC_SECRET };
    expect(await post('/webhooks/orders', other)).toMatchObject({
      status: 403,
      body: { errorCode: 'chat_mismatch' },
    });
    const altered = {
      ...order,
      headers: signatureHeaders(body('1041'), SECRETS.KINDLY_HMAC_SECRET),
    };
    expect((await post('/webhooks/orders', altered)).status).toBe(401);
  });

  it('issues no token to a stranger, nor to a customer who has signed out', async () => {
    expect(await tokenFor('')).toMatchObject({ status: 401, body: { errorCode: 'not_signed_in' } });
    expect((await tokenFor('shop_session=guess')).status).toBe(401);
    // Not Kari: the tokens that the other tests have of her would be revoked.
    const cookie = cookieOf(await signIn(sample.url, 'ola@example.com'));
    expect((await tokenFor(cookie)).status).toBe(200);
    await send(`${sample.url}/sign-out`, { headers: ['Cookie', cookie] });
    expect((await tokenFor(cookie)).status).toBe(401);
  });

  it('tells everybody the opening hours, and greets those whom it knows', async () => {
    const path = '/webhooks/opening-hours';
    expect((await post(path, {})).body).toMatchObject({
      reply: expect.stringMatching(/^Hello! We/),
    });
    expect((await post(path, { token: tokenOfKari, body: body('hours?') })).body).toMatchObject({
      reply: expect.stringMatching(/^Hello, Kari Nordmann! We/),
    });
    expect((await post(path, { token: 'a.b.c' })).status).toBe(401);
  });

  describe('tickets', () => {
    const path = '/webhooks/tickets';
    const secret = SECRETS.KINDLY_TICKET_SECRET;
    const updateOf = (ticket: object): string =>
      JSON.stringify({
        _meta: { event: 'ticket.updated' },
        ticket: { id: 17, status: 'SOLVED', assigned_agent: { full_name: 'Agent' }, ...ticket },
        chat: { id: CHAT, language_code: 'nb', updated: '2026-01-02T03:04:05.678901Z' },
        added_unannounced: true,
      });
    const update = updateOf({});

    it('are set up by a handshake', async () => {
      const get = (query: string): Promise<Answer> =>
        send(`${sample.url}${path}?${query}`, { method: 'GET' });
      const word = SECRETS.KINDLY_TICKET_VERIFY_TOKEN;
      const answer = await get(`verify_token=${word}&challenge=<b>abc</b>`);
      expect(answer).toMatchObject({ status: 200, text: '<b>abc</b>' });
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect((await get('verify_token=guess&challenge=abc')).status).toBe(401);
      expect((await get('challenge=abc')).status).toBe(401);
      expect((await get(`verify_token=${word}&verify_token=${word}`)).status).toBe(401);
    });

    it('are taken with their own secret alone, and as often as they come', async () => {
      for (const delivery of [
        post(path, { body: update, secret }),
        post(path, { body: update, secret }),
      ]) {
        expect(await delivery).toMatchObject({
          status: 200,
          body: { ok: true },
        });
      }
      const other = { body: update, secret: SECRETS.KINDLY_HMAC_SECRET };
      expect((await post(path, other)).status).toBe(401);
      expect((await post(path, { body: update })).status).toBe(401);
    });

    it('are refused when they are something else', async () => {
      for (const sent of ['{"_meta":{}}', updateOf({ status: '\u0000' }), updateOf({ id: '' })]) {
        expect((await post(path, { body: sent, secret })).status).toBe(400);
      }
    });
  });

  // These two use up the limits of the others, so they come last.
  it('slows the token endpoint down, and webhooks never', async () => {
    const tokens = Array.from({ length: 31 }, () => tokenFor(cookieOfKari));
    expect((await Promise.all(tokens)).map(({ status }) => status)).toContain(429);
    const handshake = `/webhooks/tickets?verify_token=${SECRETS.KINDLY_TICKET_VERIFY_TOKEN}`;
    for (const webhook of [
      () => ask('1042', tokenOfKari),
      () => post('/webhooks/opening-hours', {}),
      () => send(sample.url + handshake, { method: 'GET' }),
    ]) {
      const answers = await Promise.all(Array.from({ length: 130 }, webhook));
      expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
    }
  });
});

describe('the sample as it comes', () => {
  it('keeps the latest state of a ticket, in whichever order it is told', async () => {
    const DATA_FOLDER = await dataFolder();
    const sample = await startSample({ ...SECRETS, DATA_FOLDER });
    for (const [status, updated] of [
      ['OPEN', '2026-01-01T00:00:00Z'],
      ['SOLVED', '2026-01-03T00:00:00Z'],
      ['PENDING', '2026-01-02T00:00:00Z'],
    ]) {
      const ticket = { id: 'ticket-1', status };
      const told = { _meta: { event: 'ticket.updated' }, ticket, chat: { id: CHAT, updated } };
      const sent = { body: JSON.stringify(told), secret: SECRETS.KINDLY_TICKET_SECRET };
      expect((await deliver(`${sample.url}/webhooks/tickets`, sent)).status).toBe(200);
    }
    await sample.stop();
    const database = await PGlite.create(join(DATA_FOLDER, 'database'));
    onTestFinished(() => database.close());
    const { rows } = await database.query('select status from tickets');
    expect(rows).toEqual([{ status: 'SOLVED' }]);
  });

  it.each([
    ['one below the other', (pem: string): string => pem],
    ['on one line', (pem: string): string => pem.replaceAll('\n', '\\n')],
  ])('honours the tokens of keys that are being replaced, which come %s', async (_way, write) => {
    const keys = ['previous', 'next'];
    const pems = keys.map((key) => keyPair(key).publicKey);
    const { url } = await startSample({
      KINDLY_ISSUER: ISSUER,
      KINDLY_PREVIOUS_PUBLIC_KEYS: write(pems.join('\n')),
    });
    const statusOf = async (key: string): Promise<number> => {
      const token = mint({ sub: '1', tier: 'gold' }, { key });
      return (await deliver(`${url}/webhooks/orders`, { token })).status;
    };
    expect(await Promise.all([...keys, 'another'].map(statusOf))).toEqual([200, 200, 401]);
  });

  it('honours both secrets while one of them is changed', async () => {
    const secrets = ['current', 'previous'];
    const { url } = await startSample({
      KINDLY_ISSUER: ISSUER,
      KINDLY_PREVIOUS_PUBLIC_KEYS: keyPair().publicKey,
      KINDLY_HMAC_SECRET: 'current',
      KINDLY_PREVIOUS_HMAC_SECRET: 'previous',
    });
    const statusOf = async (secret: string): Promise<number> => {
      const token = mint({ sub: '1', tier: 'gold' });
      return (await deliver(`${url}/webhooks/orders`, { token, secret })).status;
    };
    expect(await Promise.all([...secrets, 'another'].map(statusOf))).toEqual([200, 200, 401]);
  });

  it('honours the token alone, so that curl is enough to try it', async () => {
    const sample = await startSample();
    const cookie = cookieOf(await signIn(sample.url, 'kari@example.com'));
    const answer = await send(`${sample.url}/kindly/token`, {
      headers: ['Content-Type', 'text/plain', 'Cookie', cookie],
      body: '{"chatId":"chat-1"}',
    });
    const { token } = answer.body as { token: string };
    const reply = await deliver(`${sample.url}/webhooks/orders`, {
      token,
      body: '{"chat_id":"chat-1","message":"Where is order 1042?"}',
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { reply: expect.stringContaining('Order 1042') },
    });
  });
});
