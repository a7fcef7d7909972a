import { join } from 'node:path';

/** The SQL that makes the tables, for either database. */
export const migrationsFolder = join(import.meta.dirname, 'migrations');
