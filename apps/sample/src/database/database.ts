import { Inject } from '@nestjs/common';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type * as schema from './schema.js';

/** The shop's database, for queries. */
export type Database = PgliteDatabase<typeof schema>;

export const DATABASE = Symbol('shop:database');

export const InjectDatabase = (): ParameterDecorator => Inject(DATABASE);
