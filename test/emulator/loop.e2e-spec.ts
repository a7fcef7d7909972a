import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../apps/kindly-emulator/src/webhook/faults/faults.js';
import { AppProcess } from '../support/app-process.js';
import { ChatClient, type Demo, EMULATOR, startDemo } from '../support/emulator.js';
import { type Answer, send } from '../support/http.js';
import { cookieOf, signIn } from '../support/sample.js';

describe.each(['express', 'fastify'])('emulator and shop on %s', (ADAPTER) => {
  let demo: Demo;
  let chat: ChatClient;

  async function tokenFor(cookie: string, chatId: string): Promise<string> {
    const answer = await send(`${demo.shop}/kindly/token`, {
      headers: ['Content-Type', 'application/json', 'Cookie', cookie],
      body: JSON.stringify({ chatId }),
    });
    return (answer.body as { token: string }).token;
  }

  async function newChat(email?: string): Promise<ChatClient> {
    const { settings } = await demo.emulator.state();
    const opened = new ChatClient(demo.emulator.url, settings.botKey);
    await opened.connect({ web_url: `${demo.shop}/` });
    if (email !== undefined) {
      const cookie = cookieOf(await signIn(demo.shop, email));
      await opened.authenticate(await tokenFor(cookie, opened.id));
    }
    return opened;
  }

  beforeAll(async () => {
    demo = await startDemo({ ADAPTER });
    chat = await newChat('kari@example.com');
    return demo.remove;
  });

  it('is printed with three things to try', () => {
    expect(demo.process.output).toContain('Three things to try');
    expect(demo.process.output).toContain('-----BEGIN PUBLIC KEY-----');
  });

  it('shows the user in the inbox, and stores what is verified', async () => {
    const { chats } = await demo.emulator.state();
    expect(chats.find(({ id }) => id === chat.id)).toMatchObject({
      user: { sub: '1', name: 'Kari Nordmann', email: 'kari@example.com', emailStored: true },
    });
    const ola = await newChat('ola@example.com');
    const { chats: again } = await demo.emulator.state();
    expect(again.find(({ id }) => id === ola.id)?.user).toMatchObject({ emailStored: false });
  });

  it('delivers with bearer and signature, and says why', async () => {
    const delivery = await demo.emulator.trigger({
      dialogue: 'order-status',
      chat: chat.id,
      message: 'Where is order 1042?',
    });
    expect(delivery).toMatchObject({
      succeeded: true,
      url: 'https://shop.example.com/webhooks/orders',
      sentTo: `${demo.shop}/webhooks/orders`,
      summary: 'Your webhook answered (200).',
    });
    expect(delivery.rules).toContainEqual({
      rule: 'forwarding',
      verdict: 'ok',
      found: 'bearer sent: "shop.example.com" covers shop.example.com',
      advice: '',
    });
    const headers = new Map(delivery.request.headers);
    expect(headers.get('Authorization')).toMatch(/^Bearer \S{12}…$/);
    const { body } = await demo.emulator.control('GET', `deliveries/${delivery.id}/unmasked`);
    const unmasked = new Map((body as typeof delivery).request.headers);
    expect(unmasked.get('Authorization')).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect((await demo.emulator.state()).chats[0]?.context).toEqual({ last_order: '1042' });
  });

  it('sends what it has sent again, byte for byte', async () => {
    const command = { dialogue: 'order-status', chat: chat.id, message: '1041' };
    const { id, request } = await demo.emulator.trigger(command);
    const { body } = await demo.emulator.control('POST', `deliveries/${id}/replay`);
    expect(body).toMatchObject({ succeeded: true, replayOf: id, request });
  });

  it('judges a fault anew when it is replayed', async () => {
    const command = { dialogue: 'opening-hours', chat: chat.id, fault: 'hmac-wrong' };
    const delivery = await demo.emulator.trigger(command);
    expect(delivery.rules[0]).toMatchObject({ rule: 'fault', verdict: 'failed' });
    const { body } = await demo.emulator.control('POST', `deliveries/${delivery.id}/replay`);
    const { rules } = body as typeof delivery;
    expect(rules.filter(({ rule }) => rule === 'fault')).toHaveLength(1);
  });

  it('believes what a page has said last of who is signed in', async () => {
    const cookie = cookieOf(await signIn(demo.shop, 'kari@example.com'));
    const opened = await newChat();
    const token = await tokenFor(cookie, opened.id);
    await Promise.all([opened.authenticate(token), opened.post('auth')]);
    const last = await opened.post('auth');
    expect(last.body).toEqual({ authenticated: false });
    const { chats } = await demo.emulator.state();
    expect(chats.find(({ id }) => id === opened.id)?.user).toBeNull();
  });

  it('gives an anonymous chat no bearer', async () => {
    const anonymous = await newChat();
    const delivery = await demo.emulator.trigger({ dialogue: 'order-status', chat: anonymous.id });
    expect(delivery).toMatchObject({ succeeded: false, response: { status: 401 } });
    expect(delivery.summary).toContain('no bearer: the chat is anonymous');
    const hours = await demo.emulator.trigger({ dialogue: 'opening-hours', chat: anonymous.id });
    expect(hours.response?.body).toContain('Hello! We are open');
  });

  describe('with a fault', () => {
    it.each(FAULTS.map(({ name }) => name))('%s: as it should be', async (fault) => {
      const command = { dialogue: 'order-status', chat: chat.id, message: '1042', fault };
      const delivery = await demo.emulator.trigger(command);
      expect(delivery.fault).toBe(fault);
      expect(delivery.faultExpectation).not.toBe('');
      expect(delivery.rules[0]).toMatchObject({ rule: 'fault', verdict: 'ok' });
      expect(delivery.summary).toContain(`with the fault "${fault}"`);
      const isTakenTwice = fault === 'delivered-twice';
      expect(delivery.succeeded).toBe(isTakenTwice);
      const { deliveries } = await demo.emulator.state();
      expect(deliveries[0]?.replayOf).toBe(isTakenTwice ? delivery.id : null);
    });

    it('that is armed: for one delivery, or until it is switched off', async () => {
      const { emulator } = demo;
      const command = { dialogue: 'order-status', chat: chat.id, message: '1042' };
      await emulator.control('PUT', 'fault', { fault: 'hmac-wrong' });
      expect((await emulator.trigger(command)).fault).toBe('hmac-wrong');
      expect((await emulator.trigger(command)).fault).toBeNull();
      await emulator.control('PUT', 'fault', { fault: 'hmac-wrong', sticky: true });
      expect((await emulator.trigger(command)).fault).toBe('hmac-wrong');
      expect((await emulator.trigger(command)).fault).toBe('hmac-wrong');
      await emulator.control('PUT', 'fault', { fault: null });
      expect((await emulator.trigger(command)).fault).toBeNull();
    });
  });

  describe('on the command line', () => {
    async function trigger(...words: string[]): Promise<readonly [number, string]> {
      const process = new AppProcess({
        script: EMULATOR,
        parameters: ['trigger', ...words, '--url', demo.emulator.url, '--chat', chat.id],
        ready: 'never',
      });
      const [code] = await process.end();
      return [Number(code), process.output];
    }

    it('fires a webhook and tells by its exit code how it went', async () => {
      const [code, output] = await trigger('order-status', '-m', 'order 1042');
      expect(code).toBe(0);
      expect(output).toMatch(/^-->  POST https:\/\/shop\.example\.com\/webhooks\/orders/);
      expect(output).toMatch(/^<--  \[200\] \d+ ms {2}\{"reply":"<b>Order 1042/m);
      // With a fault, a webhook does well to refuse.
      const [refused, said] = await trigger('order-status', '--fault', 'hmac-missing');
      expect(refused).toBe(0);
      expect(said).toContain('<--  [401]');
      const [taken] = await trigger('opening-hours', '--fault', 'hmac-missing');
      expect(taken).toBe(1);
    });

    it('prints the whole delivery for scripts', async () => {
      const [, output] = await trigger('order-status', '--json');
      expect(JSON.parse(output)).toMatchObject({ dialogue: 'order-status', succeeded: true });
    });

    it('knows no other dialogue', async () => {
      const [code, output] = await trigger('nonsense');
      expect([code, output]).toEqual([2, 'There is no such dialogue as "nonsense".\n']);
    });
  });

  it('tells by name what is wrong with a token', async () => {
    const stranger = await newChat();
    const cookie = cookieOf(await signIn(demo.shop, 'kari@example.com'));
    const wrong: Answer = await stranger.authenticate(await tokenFor(cookie, 'another-chat'));
    expect(wrong.body).toEqual({ authenticated: false, expires_at: undefined });
    const { tokenChecks } = await demo.emulator.state();
    expect(tokenChecks[0]).toMatchObject({
      accepted: false,
      summary: 'Refused: claim:chat: it is for another chat.',
      maskedToken: expect.stringMatching(/^\S{12}…$/),
    });
  });
});

it.runIf(process.platform === 'linux').each(['apps/sample/src', 'kindly-emulator/src'])(
  'stops both when %s is stopped',
  async (app) => {
    const demo = await startDemo();
    try {
      execFileSync('pkill', ['-INT', '-P', String(demo.process.pid), '-f', app]);
      await demo.process.end();
      for (const url of [demo.shop, demo.emulator.url]) {
        await expect(fetch(url)).rejects.toThrow('fetch failed');
      }
    } finally {
      await demo.remove();
    }
  },
);

it('without the webhook domain there is no bearer, and the reason is told', async () => {
  const demo = await startDemo({ KINDLY_WEBHOOK_DOMAINS: 'other.example.com' });
  try {
    const { settings } = await demo.emulator.state();
    const chat = new ChatClient(demo.emulator.url, settings.botKey);
    await chat.connect();
    const cookie = cookieOf(await signIn(demo.shop, 'kari@example.com'));
    const { body } = await send(`${demo.shop}/kindly/token`, {
      headers: ['Content-Type', 'application/json', 'Cookie', cookie],
      body: JSON.stringify({ chatId: chat.id }),
    });
    await chat.authenticate((body as { token: string }).token);
    const delivery = await demo.emulator.trigger({ dialogue: 'order-status', chat: chat.id });
    expect(delivery.summary).toContain(
      'no bearer: "other.example.com" does not cover shop.example.com',
    );
  } finally {
    await demo.remove();
  }
});
