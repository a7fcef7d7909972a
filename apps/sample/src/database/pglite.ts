import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder } from './migrations-folder.js';
import * as schema from './schema.js';
import type { Fill, OpenDatabase } from './tables.js';

/** PostgreSQL in this process, with its files in a folder: no server, no native build. */
export async function openPglite(folder: string, fill: Fill): Promise<OpenDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(folder);
  const tables = drizzle(client, { schema });
  await migrate(tables, { migrationsFolder });
  await fill(tables);
  return { tables, close: () => client.close() };
}
