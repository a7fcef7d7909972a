import { randomBytes } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { KindlyDiagnosticsChannel } from 'nestjs-kindly-auth';
import { Registry } from 'prom-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { KindlyMetrics } from '../../apps/sample/src/operations/kindly-metrics.js';
import { ADAPTERS } from '../support/adapters.js';
import { type Family, parseExposition } from '../support/exposition.js';
import { type Answer, send } from '../support/http.js';
import { deliver, keyPair } from '../support/kindly.js';
import { startApp } from '../support/running-app.js';
import {
  cookieOf,
  type Sample,
  signIn,
  startSample,
  startSharedSample,
} from '../support/sample.js';

const METRICS_TOKEN = randomBytes(24).toString('base64url');
const KINDLY_HMAC_SECRET = randomBytes(24).toString('base64url');
const CHAT = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';
const ORDER = JSON.stringify({ chat_id: CHAT, message: 'Where is order 1042?' });

const NONE = { rotated: 0, accepted: 0, revoked: 0, refused: 0 };

function scrape(url: string, headers: readonly string[] = []): Promise<Answer> {
  return send(`${url}/metrics`, { method: 'GET', headers });
}

/** Name and labels of each series of ours with its value, but for those that say how long it took. */
function counts(families: readonly Family[]): Readonly<Record<string, number>> {
  const samples = families
    .filter(({ name }) => name.startsWith('kindly_'))
    .flatMap((family) => family.samples)
    .filter(({ name }) => !/_(?:sum|bucket)$/.test(name));
  return Object.fromEntries(
    samples.map(({ name, labels, value }) => [
      [name, ...Object.values(labels)].join(' ').replace('kindly_', ''),
      value,
    ]),
  );
}

describe.each(['express', 'fastify'])('the metrics of the sample on %s', (ADAPTER) => {
  let sample: Sample;
  beforeAll(async () => {
    const shared = await startSharedSample({
      ADAPTER,
      METRICS_TOKEN,
      KINDLY_HMAC_SECRET,
      CORS_ORIGIN: 'https://www.example.com',
    });
    ({ sample } = shared);
    return shared.remove;
  });

  const read = (): Promise<Answer> =>
    scrape(sample.url, ['Authorization', `Bearer ${METRICS_TOKEN}`]);

  async function tokenFor(cookie: string): Promise<Answer> {
    return send(`${sample.url}/kindly/token`, {
      headers: ['Content-Type', 'text/plain', 'Cookie', cookie],
      body: JSON.stringify({ chatId: CHAT }),
    });
  }

  it('count what the library has done, and name nobody', async () => {
    expect(counts(parseExposition((await read()).text))).toEqual({
      'tokens_issued_total default': 0,
      ...Object.fromEntries(
        Object.entries(NONE).map(([change]) => [`key_changes_total default ${change}`, 0]),
      ),
    });
    const cookie = cookieOf(await signIn(sample.url, 'kari@example.com'));
    const { token } = (await tokenFor(cookie)).body as { token: string };
    await tokenFor(cookie);
    await tokenFor('');
    const orders = `${sample.url}/webhooks/orders`;
    const secret = KINDLY_HMAC_SECRET;
    for (let times = 0; times < 3; times += 1)
      await deliver(orders, { token, secret, body: ORDER });
    await deliver(orders, { token, secret: 'guess', body: ORDER });
    await deliver(orders, { token, secret, body: '{"chat_id":"another"}' });
    await deliver(`${sample.url}/webhooks/opening-hours`);
    const { text } = await read();
    const families = parseExposition(text);
    expect(counts(families)).toEqual({
      'tokens_issued_total default': 2,
      'token_issue_duration_seconds_count default': 2,
      'token_refusals_total default not_signed_in': 1,
      'webhooks_accepted_total OrdersWebhookController status true': 3,
      'webhooks_accepted_total OpeningHoursWebhookController hours false': 1,
      'webhook_guard_duration_seconds_count OrdersWebhookController status': 3,
      'webhook_guard_duration_seconds_count OpeningHoursWebhookController hours': 1,
      'webhook_refusals_total OrdersWebhookController status signature_invalid': 1,
      'webhook_refusals_total OrdersWebhookController status chat_mismatch': 1,
      ...Object.fromEntries(
        Object.entries(NONE).map(([change]) => [`key_changes_total default ${change}`, 0]),
      ),
    });
    // Without the values: in a number of bytes any other number can occur.
    const words = text.replaceAll(/ \S+$/gm, '');
    for (const secretOrPerson of [token, CHAT, 'kari', 'Kari', METRICS_TOKEN, 'another', '1042']) {
      expect(words).not.toContain(secretOrPerson);
    }
  });

  it("have Node's own beside them, in the format of Prometheus", async () => {
    const answer = await read();
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const names = parseExposition(answer.text).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_gc_duration_seconds',
      ]),
    );
  });

  it.each([
    ['no token', []],
    ['another one', ['Authorization', `Bearer ${METRICS_TOKEN.slice(1)}x`]],
    ['one that goes on', ['Authorization', `Bearer ${METRICS_TOKEN}x`]],
    ['an empty one', ['Authorization', 'Bearer ']],
    ['another scheme', ['Authorization', `Basic ${METRICS_TOKEN}`]],
  ])('are shown to nobody with %s', async (_words, headers) => {
    expect(await scrape(sample.url, headers)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: { statusCode: 401, message: 'Unauthorized' },
    });
  });

  it('are read as often as one likes, whoever asks', async () => {
    const origin = ['Origin', 'https://evil.example', 'Sec-Fetch-Site', 'cross-site'];
    const headers = ['Authorization', `bearer ${METRICS_TOKEN}`, ...origin];
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => scrape(sample.url, headers)),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
    expect(answers[0]?.headers['access-control-allow-origin']).not.toBe('https://evil.example');
  });
});

describe('the metrics of a shop without a token for them', () => {
  it("are open on a developer's machine", async () => {
    const { url } = await startSample();
    expect((await scrape(url)).status).toBe(200);
  });

  it('are not there in production', async () => {
    const { url } = await startSample({
      NODE_ENV: 'production',
      KINDLY_PRIVATE_KEY: keyPair().privateKey,
      KINDLY_HMAC_SECRET,
      KINDLY_TICKET_SECRET: randomBytes(24).toString('base64url'),
      KINDLY_TICKET_VERIFY_TOKEN: randomBytes(24).toString('base64url'),
    });
    expect(await scrape(url)).toMatchObject({
      status: 404,
      body: { message: 'Cannot GET /metrics' },
    });
    expect((await send(`${url}/health/ready`, { method: 'GET' })).status).toBe(200);
  });
});

describe.each(ADAPTERS)('the subscriptions of an app on $name', (adapter) => {
  const names = Object.values(KindlyDiagnosticsChannel);

  async function startCounting(): Promise<{
    readonly registry: Registry;
    readonly close: () => Promise<void>;
  }> {
    const { app } = await startApp(adapter, { providers: [Registry, KindlyMetrics] });
    return { registry: app.get(Registry), close: () => app.close() };
  }

  it('end with it, and each app has its own counts', async () => {
    const { TokenIssued } = KindlyDiagnosticsChannel;
    const issue = (): void => channel(TokenIssued).publish({ bot: 'default', duration: 1 });
    const issued = async ({ registry }: { registry: Registry }): Promise<unknown> =>
      counts(parseExposition(await registry.metrics()))['tokens_issued_total default'];
    const first = await startCounting();
    issue();
    const second = await startCounting();
    issue();
    expect([await issued(first), await issued(second)]).toEqual([2, 1]);
    await first.close();
    issue();
    expect([await issued(first), await issued(second)]).toEqual([2, 2]);
    await second.close();
    expect(names.filter((name) => channel(name).hasSubscribers)).toEqual([]);
  });

  it('measure in seconds', async () => {
    const { registry, close } = await startCounting();
    const message = { bot: 'default', controller: 'C', handler: 'h', identified: true };
    for (const name of names) channel(name).publish({ ...message, duration: 1500 });
    const samples = parseExposition(await registry.metrics()).flatMap((family) => family.samples);
    const sums = samples.filter(({ name }) => name.endsWith('_sum'));
    expect(sums.map(({ name, value }) => [name, value])).toEqual([
      ['kindly_token_issue_duration_seconds_sum', 1.5],
      ['kindly_webhook_guard_duration_seconds_sum', 1.5],
    ]);
    await close();
  });

  it('outlive a message that nobody can count, and so does the process', async () => {
    const { close } = await startCounting();
    const uncaught: unknown[] = [];
    const hear = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', hear);
    for (const name of names) channel(name).publish(undefined);
    // Node throws on the next tick what a subscriber has thrown.
    await new Promise<void>((resolve) => setImmediate(resolve));
    process.off('uncaughtException', hear);
    await close();
    expect(uncaught).toEqual([]);
  });
});
