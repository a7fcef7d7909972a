import { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import { ConfigurationError } from '../config/configuration.error.js';
import { hostOf, reasonOf } from '../outages/server-problem.js';
import { migrationsFolder } from './migrations-folder.js';
import * as schema from './schema.js';
import type { Fill, OpenDatabase } from './tables.js';

/** What PostgreSQL says to those who have the wrong `DATABASE_URL`, in our words: its own name the user. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28000': 'it refuses this user or this password',
  '28P01': 'it refuses this user or this password',
  '3D000': 'it has no such database',
  '42501': 'this user may not make tables there',
  '55P03': 'somebody else has had its tables locked for too long',
};

/** Milliseconds. A visitor waits no longer for a database that hangs. */
const TIMEOUTS = {
  connectionTimeoutMillis: 2000,
  statement_timeout: 3000,
  // For an answer that never comes; PostgreSQL itself says more of a statement that takes too long.
  query_timeout: 3500,
};

/** Milliseconds that a start waits for the others that start, which make and fill the tables meanwhile. */
const LOCK_TIMEOUT = 60_000;

/** Milliseconds that a start waits for any answer. Of a lock that it waits for in vain PostgreSQL says more. */
const START_TIMEOUT = LOCK_TIMEOUT + 5000;

/** Any number will do, if no other program that uses the same database has it. */
const LOCK = 5_463_951_042;

const logger = new Logger('Database');

/** Makes and fills the tables, one replica after the other: two at once would make them twice, and fail. */
async function prepare(connectionString: string, fill: Fill): Promise<void> {
  const { connectionTimeoutMillis } = TIMEOUTS;
  const socket = new Socket();
  const client = new Client({
    connectionString,
    connectionTimeoutMillis,
    lock_timeout: LOCK_TIMEOUT,
    query_timeout: START_TIMEOUT,
    stream: () => socket,
  });
  // Whoever waits for a query is told by the query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const tables = drizzle(client, { schema });
    await tables.execute(sql`select pg_advisory_lock(${LOCK})`);
    await migrate(tables, { migrationsFolder });
    await fill(tables);
  } finally {
    // The lock ends with its connection, and that with an answer, which a server that hangs does not give.
    socket.setTimeout(connectionTimeoutMillis, () => socket.destroy());
    await client.end();
  }
}

function startProblem(url: string, error: unknown): ConfigurationError {
  const reason = reasonOf(error);
  return new ConfigurationError(
    `PostgreSQL at ${hostOf(url)} cannot be used: ${REFUSALS[reason] ?? reason}. Check DATABASE_URL.`,
  );
}

/**
 * A PostgreSQL that several replicas share, and may start with at the same time.
 *
 * @throws ConfigurationError when it cannot be used, without the URL's user and password
 */
export async function openPostgres(url: string, fill: Fill): Promise<OpenDatabase> {
  try {
    await prepare(url, fill);
  } catch (error) {
    throw startProblem(url, error);
  }
  const pool = new Pool({ connectionString: url, ...TIMEOUTS });
  // Without a listener, the first connection that is lost while nobody uses it would end the process.
  pool.on('error', (error) => {
    logger.error(`A connection to PostgreSQL at ${hostOf(url)} was lost: ${reasonOf(error)}`);
  });
  return { tables: drizzle(pool, { schema }), close: () => pool.end() };
}
