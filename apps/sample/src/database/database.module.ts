import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { KindlyKeyRing } from 'nestjs-kindly-auth';
import type { ShopConfig } from '../config/configuration.js';
import { DATABASE, type Database } from './database.js';
import * as schema from './schema.js';
import { seed } from './seed.js';

const PGLITE = Symbol('shop:pglite');

/** PostgreSQL in this process, with its files in the data folder: no server, no native build. */
async function openPglite(config: ShopConfig): Promise<PGlite> {
  const folder = join(config.get('DATA_FOLDER', { infer: true }), 'database');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return PGlite.create(folder);
}

async function prepare(client: PGlite): Promise<Database> {
  const database = drizzle(client, { schema });
  await migrate(database, { migrationsFolder: join(import.meta.dirname, 'migrations') });
  await seed(database);
  return database;
}

@Global()
@Module({
  providers: [
    // Not before the key ring is there: a start that fails for a bad key must not have begun to
    // create a database that it then leaves half made.
    { provide: PGLITE, inject: [ConfigService, KindlyKeyRing], useFactory: openPglite },
    { provide: DATABASE, inject: [PGLITE], useFactory: prepare },
  ],
  exports: [DATABASE],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(PGLITE) private readonly client: PGlite) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
