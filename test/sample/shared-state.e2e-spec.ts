import { Client } from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PostgresProcess } from '../support/postgres-process.js';
import { CHAT_ID, mint } from '../support/kindly.js';
import { RedisProcess } from '../support/redis-process.js';
import { Sample } from '../support/sample.js';
import {
  askAboutOrder,
  BECAUSE,
  HMAC,
  MISSING_SERVERS,
  olasToken,
  SHOP,
  UNAVAILABLE,
  Visitor,
} from '../support/shop-visitor.js';

const LOST_REDIS = /Redis at 127\.0\.0\.1:\d+ cannot be reached/g;

/** The password in a URL, which nobody may read in a log. */
function passwordIn(url: string): string {
  return new URL(url).password;
}

describe.runIf(MISSING_SERVERS === undefined).each(['express', 'fastify'])(
  `two shops that share their state, on %s${BECAUSE}`,
  (ADAPTER) => {
    let redis: RedisProcess;
    let postgres: PostgresProcess;
    let one: Sample;
    let other: Sample;

    beforeAll(async () => {
      [redis, postgres] = await Promise.all([RedisProcess.create(), PostgresProcess.create()]);
      const environment = {
        ...SHOP,
        ADAPTER,
        REDIS_URL: redis.url,
        DATABASE_URL: postgres.url,
        // Nothing may be written there.
        DATA_FOLDER: '/dev/null/nowhere',
        KINDLY_TICKET_SECRET: HMAC,
        KINDLY_TICKET_VERIFY_TOKEN: HMAC,
      };
      // At once, on a database in which there is nothing yet.
      const samples = [new Sample(environment), new Sample(environment)];
      const remove = async (): Promise<void> => {
        await Promise.all(samples.map((sample) => sample.stop('SIGKILL')));
        await Promise.all([redis.remove(), postgres.remove()]);
      };
      try {
        [one, other] = (await Promise.all(samples.map((sample) => sample.ready()))) as [
          Sample,
          Sample,
        ];
      } catch (error) {
        await remove();
        throw error;
      }
      return remove;
    });

    const output = (): string => one.output + other.output;

    it('know at either who has signed in at one, and until when', async () => {
      const kari = new Visitor();
      expect((await kari.signIn(one, ' Kari@Example.com ')).status).toBe(303);
      expect((await kari.get(other)).text).toContain('Hello, Kari Nordmann');
      const { token } = (await kari.token(other)).body as { token: string };
      expect((await askAboutOrder(one, token)).status).toBe(200);
      await kari.signOut(other);
      for (const sample of [one, other]) {
        expect((await kari.get(sample)).text).not.toContain('Kari Nordmann</h1>');
        expect(await kari.token(sample)).toMatchObject({ status: 401 });
      }
    });

    it('refuse at either the tokens of who has signed out at one', async () => {
      const ola = new Visitor();
      const token = olasToken();
      await ola.signIn(one, 'ola@example.com');
      expect(await askAboutOrder(other, token)).toMatchObject({
        status: 200,
        body: { reply: expect.stringContaining('Order 1043') },
      });
      expect((await ola.signOut(one)).status).toBe(303);
      for (const sample of [one, other]) {
        expect(await askAboutOrder(sample, token)).toMatchObject({
          status: 401,
          body: { errorCode: 'token_revoked' },
        });
      }
    });

    it('count a visitor together, and tell visitors apart by what their own proxy says', async () => {
      const guest = new Visitor('staying');
      const attempts = Array.from({ length: 13 }, (_, index) =>
        guest.signIn(index % 2 === 0 ? one : other, 'nobody@example.com', 'guess'),
      );
      const answers = (await Promise.all(attempts)).map(({ status }) => status);
      expect(answers.filter((status) => status === 429)).toHaveLength(3);
      expect(answers.filter((status) => status === 401)).toHaveLength(10);
      expect(await guest.signIn(other, 'nobody@example.com', 'guess')).toMatchObject({
        status: 429,
        headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
      });
      expect((await new Visitor().signIn(one, 'nobody@example.com', 'guess')).status).toBe(401);
    });

    it('keep in Redis nothing but under their own name', async () => {
      const kari = new Visitor();
      await kari.signIn(one, 'kari@example.com');
      const keys = await redis.keys();
      expect(keys.filter((key) => !key.startsWith('shop:'))).toEqual([]);
      for (const name of ['sessions', 'revocations', 'limits']) {
        expect(keys).toContainEqual(expect.stringMatching(`^shop:${name}:`));
      }
      // Who can read Redis cannot sign in with it.
      const [, secret = ''] = kari.cookie.split('=');
      expect(secret).toHaveLength(43);
      expect(keys.join('\n')).not.toContain(secret);
    });

    /** Redis is out of reach, and everything answers in time. */
    async function expectNoRedis(kari: Visitor): Promise<void> {
      const page = await kari.get(one);
      expect(page).toMatchObject(UNAVAILABLE);
      expect(page.text).toContain('The shop cannot do that just now');
      expect(await kari.token(one)).toMatchObject(UNAVAILABLE);
      expect(await new Visitor().signIn(one, 'kari@example.com')).toMatchObject(UNAVAILABLE);
      const out = await kari.signOut(one);
      expect(out).toMatchObject(UNAVAILABLE);
      expect(out.headers['set-cookie']).toBeUndefined();
      expect(await askAboutOrder(one, olasToken())).toMatchObject({
        ...UNAVAILABLE,
        body: { errorCode: 'revocation_unavailable' },
      });
      // Each counts on its own now.
      const guest = new Visitor('staying');
      const attempts = Array.from({ length: 13 }, () => guest.signIn(one, 'nobody@x', 'guess'));
      const answers = (await Promise.all(attempts)).map(({ status }) => status);
      expect(answers.filter((status) => status === 429)).toHaveLength(3);
    }

    async function expectAllBack(kari: Visitor): Promise<void> {
      for (const sample of [one, other]) {
        await expect.poll(async () => (await kari.get(sample)).text).toContain('Hello, Kari');
      }
      expect((await kari.token(other)).status).toBe(200);
    }

    it('do without Redis what they can, say so once, and are back by themselves', async () => {
      const kari = new Visitor();
      await kari.signIn(one, 'kari@example.com');
      const before = one.output.match(LOST_REDIS)?.length ?? 0;
      await redis.kill();
      await expectNoRedis(kari);
      await redis.start();
      await expectAllBack(kari);
      expect(one.output.match(LOST_REDIS)).toHaveLength(before + 1);
      expect(one.output).toMatch(/Redis at 127\.0\.0\.1:\d+ is back/);
      expect(output()).not.toContain(passwordIn(redis.url));
    });

    it('do not wait for a Redis that hangs, and leave its connection when it goes on hanging', async () => {
      const kari = new Visitor();
      await kari.signIn(one, 'kari@example.com');
      const before = one.output.match(LOST_REDIS)?.length ?? 0;
      redis.pause();
      await expectNoRedis(kari);
      // Whoever goes on asking keeps the connection busy, and must not keep it alive.
      const lost = async (): Promise<unknown> => {
        await kari.get(one);
        return one.output.match(LOST_REDIS);
      };
      await expect.poll(lost).toHaveLength(before + 1);
      expect(await kari.get(one)).toMatchObject(UNAVAILABLE);
      redis.resume();
      await expectAllBack(kari);
    });

    it('answer 503 without PostgreSQL, and are back by themselves', async () => {
      const kari = new Visitor();
      await kari.signIn(one, 'kari@example.com');
      await postgres.kill();
      expect(await kari.get(one)).toMatchObject({
        ...UNAVAILABLE,
        text: expect.stringContaining('The shop cannot do that just now'),
      });
      expect(await kari.token(one)).toMatchObject(UNAVAILABLE);
      const token = mint({ sub: '1', tier: 'gold', chat: { id: CHAT_ID } });
      expect(await askAboutOrder(one, token)).toMatchObject(UNAVAILABLE);
      await postgres.start();
      await expectAllBack(kari);
      expect(output()).not.toContain(passwordIn(postgres.url));
    });

    it('do not wait for a query that takes too long', async () => {
      const kari = new Visitor();
      await kari.signIn(one, 'kari@example.com');
      const client = new Client(postgres.url);
      await client.connect();
      onTestFinished(() => client.end());
      await client.query('begin; lock table customers');
      expect(await kari.get(one)).toMatchObject(UNAVAILABLE);
      await client.query('rollback');
      expect((await kari.get(one)).status).toBe(200);
    });

    it('stop without a word', async () => {
      const before = output();
      expect(await one.stop('SIGTERM')).toEqual([0, null]);
      expect(await other.stop('SIGTERM')).toEqual([0, null]);
      expect(output()).toBe(before);
    });
  },
);
