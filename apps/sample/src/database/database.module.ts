import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Database } from './database.service.js';
import { QueryErrorFilter } from './query-error.filter.js';

@Global()
@Module({
  providers: [Database, { provide: APP_FILTER, useClass: QueryErrorFilter }],
  exports: [Database],
})
export class DatabaseModule {}
