import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type * as schema from './schema.js';

/** The shop's tables, for queries. */
export type Tables = PgliteDatabase<typeof schema>;
