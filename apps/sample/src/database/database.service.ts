import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import * as schema from './schema.js';
import { seed } from './seed.js';
import type { Tables } from './tables.js';

/**
 * PostgreSQL in this process, with its files in the data folder: no server, no native build.
 *
 * It is opened when all modules have been put together: a start that fails before, for a bad key, must
 * not leave a half-made database behind.
 */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  private client: PGlite | undefined;
  private opened: Tables | undefined;

  constructor(@InjectConfig() private readonly config: Environment) {}

  async onModuleInit(): Promise<void> {
    const folder = join(this.config.DATA_FOLDER, 'database');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.client = await PGlite.create(folder);
    const tables = drizzle(this.client, { schema });
    await migrate(tables, { migrationsFolder: join(import.meta.dirname, 'migrations') });
    // Whoever reads this file knows the password of the invented customers.
    if (!this.config.isProduction) await seed(tables);
    this.opened = tables;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client?.close();
  }

  get tables(): Tables {
    if (this.opened) return this.opened;
    throw new Error('the database is opened when the app starts');
  }
}
