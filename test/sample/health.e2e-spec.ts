import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, send } from '../support/http.js';
import { MISSING_POSTGRES, PostgresProcess } from '../support/postgres-process.js';
import { MISSING_REDIS, RedisProcess } from '../support/redis-process.js';
import { type Sample, startSample, startSharedSample } from '../support/sample.js';

const UP = { status: 'up' };
const DOWN = { status: 'down' };
const DEGRADED = { status: 'degraded' };

function get(url: string): Promise<Answer> {
  return send(url, { method: 'GET' });
}

describe.each(['express', 'fastify'])('the probes of the sample on %s', (ADAPTER) => {
  let sample: Sample;
  beforeAll(async () => {
    const shared = await startSharedSample({ ADAPTER });
    ({ sample } = shared);
    return shared.remove;
  });

  it('say that it lives, and that all is there', async () => {
    expect(await get(`${sample.url}/health/live`)).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { status: 'ok' },
    });
    const ready = await get(`${sample.url}/health/ready`);
    expect(ready).toMatchObject({
      status: 200,
      headers: { 'cache-control': expect.stringContaining('no-store') },
    });
    const parts = { keys: UP, database: UP };
    expect(ready.body).toEqual({ status: 'ok', info: parts, error: {}, details: parts });
  });

  it.each(['live', 'ready'])('may ask as often as they like: %s', async (probe) => {
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => get(`${sample.url}/health/${probe}`)),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
  });
});

const missing = MISSING_REDIS ?? MISSING_POSTGRES;

describe.skipIf(missing)('the probes of a sample with Redis and PostgreSQL', () => {
  let redis: RedisProcess;
  let postgres: PostgresProcess;
  beforeAll(async () => {
    redis = await RedisProcess.create();
    return () => redis.remove();
  });
  beforeAll(async () => {
    postgres = await PostgresProcess.create();
    return () => postgres.remove();
  });

  describe.each(['express', 'fastify'])('on %s', (ADAPTER) => {
    let sample: Sample;
    beforeAll(async () => {
      const shared = await startSharedSample({
        ADAPTER,
        REDIS_URL: redis.url,
        DATABASE_URL: postgres.url,
      });
      ({ sample } = shared);
      return shared.remove;
    });

    const ready = (): Promise<Answer> => get(`${sample.url}/health/ready`);

    it('count the store as one of those without which webhooks go on, where that is wanted', async () => {
      const store = await RedisProcess.create();
      onTestFinished(() => store.remove());
      const accepting = await startSample({
        ADAPTER,
        REDIS_URL: store.url,
        DATABASE_URL: postgres.url,
        KINDLY_REVOCATION_UNAVAILABLE: 'accept',
      });
      const probe = (): Promise<Answer> => get(`${accepting.url}/health/ready`);
      const isReady = (status: string, parts: object): object => ({
        status: 200,
        body: { status, info: parts, error: {}, details: parts },
      });
      await store.kill();
      await expect
        .poll(probe)
        .toMatchObject(isReady('degraded', { keys: UP, database: UP, store: DEGRADED }));
      await store.start();
      await expect.poll(probe).toMatchObject(isReady('ok', { keys: UP, database: UP, store: UP }));
    });

    /** One that takes connections and says nothing, and one that is gone. */
    const outages = {
      store: { begin: () => redis.pause(), end: () => redis.resume() },
      database: { begin: () => postgres.stop(), end: () => postgres.start() },
    };

    it.each(['store', 'database'] as const)(
      'name the part that does not answer, and nothing else: %s',
      async (part) => {
        const all = { keys: UP, database: UP, store: UP };
        const { [part]: _, ...others } = all;
        const before = sample.output.length;
        expect(await ready()).toMatchObject({ status: 200, body: { info: all } });
        await outages[part].begin();
        await expect.poll(async () => (await ready()).status).toBe(503);
        const answer = await ready();
        expect(answer.body).toEqual({
          status: 'error',
          info: others,
          error: { [part]: DOWN },
          details: { ...others, [part]: DOWN },
        });
        expect((await get(`${sample.url}/health/live`)).status).toBe(200);
        await outages[part].end();
        await expect.poll(async () => (await ready()).status).toBe(200);
        expect(sample.output).not.toContain(new URL(postgres.url).password);
        expect(sample.output).not.toContain(new URL(redis.url).password);
        // One line each time, however many probes there were.
        const lines = sample.output.slice(before).split('\n');
        expect(lines.filter((line) => line.includes('[Health]') && line.includes(part))).toEqual([
          expect.stringContaining(`Not ready: ${part} (`),
          expect.stringContaining(`Ready again: ${part}`),
        ]);
      },
    );
  });
});
