import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { PostgresProcess } from '../support/postgres-process.js';
import { RedisProcess } from '../support/redis-process.js';
import { dataFolder, type Environment, Sample, startSample } from '../support/sample.js';
import {
  askAboutOrder,
  BECAUSE,
  MISSING_SERVERS,
  olasToken,
  SHOP,
  UNAVAILABLE,
  Visitor,
} from '../support/shop-visitor.js';

describe.runIf(MISSING_SERVERS === undefined)(
  `a shop with a Redis or a PostgreSQL${BECAUSE}`,
  () => {
    let redis: RedisProcess;
    let postgres: PostgresProcess;
    beforeAll(async () => {
      [redis, postgres] = await Promise.all([RedisProcess.create(), PostgresProcess.create()]);
      return async () => {
        await Promise.all([redis.remove(), postgres.remove()]);
      };
    });

    it('needs no PostgreSQL for a Redis, and accepts tokens without one if it is told to', async () => {
      const shop = { ...SHOP, REDIS_URL: redis.url, KINDLY_REVOCATION_UNAVAILABLE: 'accept' };
      const sample = await startSample(shop);
      expect((await askAboutOrder(sample, olasToken())).status).toBe(200);
      await redis.kill();
      expect((await askAboutOrder(sample, olasToken())).status).toBe(200);
      expect(await new Visitor().signIn(sample, 'ola@example.com')).toMatchObject(UNAVAILABLE);
      await redis.start();
    });

    it('needs no Redis for a PostgreSQL', async () => {
      const sample = await startSample({ ...SHOP, DATABASE_URL: postgres.url });
      const ola = new Visitor();
      await ola.signIn(sample, 'ola@example.com');
      expect((await ola.get(sample)).text).toContain('Camping stove');
      await ola.signOut(sample);
      expect((await ola.get(sample)).text).not.toContain('Camping stove');
    });

    async function lastWords(environment: Environment): Promise<string> {
      const DATA_FOLDER = await dataFolder();
      const sample = new Sample({ ...SHOP, DATA_FOLDER, ...environment });
      expect(await sample.end()).toEqual([1, null]);
      expect(await readdir(DATA_FOLDER)).not.toContain('database');
      return sample.output;
    }

    const withPassword = (url: string, password: string): string =>
      Object.assign(new URL(url), { password }).href;

    it.each<[string, () => Environment, RegExp]>([
      [
        'with another password for Redis',
        () => ({ REDIS_URL: withPassword(redis.url, 'hunter2') }),
        /^Redis at 127\.0\.0\.1:\d+ cannot be used: WRONGPASS .*\. Check REDIS_URL\.\n$/,
      ],
      [
        'without one',
        () => ({ REDIS_URL: withPassword(redis.url, '') }),
        /^Redis at 127\.0\.0\.1:\d+ cannot be used: NOAUTH .* Check REDIS_URL\.\n$/,
      ],
      [
        'where no Redis is',
        () => ({ REDIS_URL: 'redis://shop:hunter2@127.0.0.1:1' }),
        /^Redis at 127\.0\.0\.1:1 cannot be used: ECONNREFUSED\. Check REDIS_URL\.\n$/,
      ],
      [
        'with another password for PostgreSQL',
        () => ({ DATABASE_URL: withPassword(postgres.url, 'hunter2') }),
        /^PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: it refuses this user or this password\. Check DATABASE_URL\.\n$/,
      ],
      [
        'without such a database',
        () => ({ DATABASE_URL: postgres.url.replace(/postgres$/, 'hunter2') }),
        /^PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: it has no such database\. Check DATABASE_URL\.\n$/,
      ],
      [
        'where no PostgreSQL is',
        () => ({ DATABASE_URL: 'postgres://shop:hunter2@127.0.0.1:1/shop' }),
        /^PostgreSQL at 127\.0\.0\.1:1 cannot be used: ECONNREFUSED\. Check DATABASE_URL\.\n$/,
      ],
    ])('does not start %s, and says why in one line', async (_title, environment, line) => {
      const words = await lastWords(environment());
      expect(words).toMatch(line);
      expect(words).not.toContain('hunter2');
    });
  },
);
