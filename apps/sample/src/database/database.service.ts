import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { seed } from './seed.js';
import type { OpenDatabase, Tables } from './tables.js';

/**
 * The shop's database: the PostgreSQL that `DATABASE_URL` names, or one in this process, with its files
 * in the data folder. Only the one that is used is loaded.
 *
 * It is opened when all modules have been put together: a start that fails before, for a bad key, must
 * not leave a half-made database behind.
 */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  private opened: OpenDatabase | undefined;

  constructor(@InjectConfig() private readonly config: Environment) {}

  async onModuleInit(): Promise<void> {
    this.opened = await this.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opened?.close();
  }

  get tables(): Tables {
    if (this.opened) return this.opened.tables;
    throw new Error('the database is opened when the app starts');
  }

  private async open(): Promise<OpenDatabase> {
    const { DATABASE_URL, DATA_FOLDER } = this.config;
    const fill = (tables: Tables): Promise<void> => this.fill(tables);
    if (DATABASE_URL === undefined) {
      const { openPglite } = await import('./pglite.js');
      return openPglite(join(DATA_FOLDER, 'database'), fill);
    }
    const { openPostgres } = await import('./postgres.js');
    return openPostgres(DATABASE_URL, fill);
  }

  /** Whoever reads this file knows the password of the invented customers. */
  private async fill(tables: Tables): Promise<void> {
    if (!this.config.isProduction) await seed(tables);
  }
}
