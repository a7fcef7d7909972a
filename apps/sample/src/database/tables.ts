import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.js';

/** The shop's tables, for queries: the same ones in this process and in a PostgreSQL elsewhere. */
export type Tables = PgDatabase<PgQueryResultHKT, typeof schema>;

/** Tables that are ready, until they are closed. */
export interface OpenDatabase {
  readonly tables: Tables;
  close(): Promise<void>;
}

/** What a database is filled with before anybody asks it: called once its tables are there. */
export type Fill = (tables: Tables) => Promise<void>;
