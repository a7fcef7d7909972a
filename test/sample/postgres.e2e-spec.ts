import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../apps/sample/src/database/postgres.js';
import { seed } from '../../apps/sample/src/database/seed.js';
import type { Fill, Tables } from '../../apps/sample/src/database/tables.js';
import { MISSING_POSTGRES, PostgresProcess } from '../support/postgres-process.js';

/** The process of the server that works for this connection. */
async function serverOf(tables: Tables): Promise<number> {
  const { rows } = (await tables.execute(sql`select pg_backend_pid() as pid`)) as {
    readonly rows: readonly [{ readonly pid: number }];
  };
  return rows[0].pid;
}

describe.skipIf(MISSING_POSTGRES)('a start with PostgreSQL', () => {
  let postgres: PostgresProcess;
  beforeAll(async () => {
    postgres = await PostgresProcess.create();
    return () => postgres.remove();
  });

  const open = async (fill: Fill, url = postgres.url): Promise<void> => {
    await (await openPostgres(url, fill)).close();
  };

  it('does not wait for a goodbye of a server that hangs', async () => {
    const freeze: Fill = async (tables) => {
      const pid = await serverOf(tables);
      process.kill(pid, 'SIGSTOP');
      onTestFinished(() => void process.kill(pid, 'SIGCONT'));
    };
    await expect(open(freeze)).resolves.toBeUndefined();
  });

  it('says that somebody else has locked the tables, when it has waited for long enough', async () => {
    await open(seed);
    const other = new Client(postgres.url);
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('begin; lock table customers');
    await expect(open(seed, `${postgres.url}?lock_timeout=100`)).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: somebody else has had its tables locked for too long\. Check DATABASE_URL\.$/,
    );
  });
});
