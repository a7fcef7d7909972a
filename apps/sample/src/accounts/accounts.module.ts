import { Module } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { REDIS, type Redis } from '../redis/redis.js';
import { CustomersService } from './customers.service.js';
import { DatabaseSessionStore } from './database-session.store.js';
import { SessionStore } from './session.store.js';
import { SessionsService } from './sessions.service.js';

async function sessionStore(redis: Redis, database: Database): Promise<SessionStore> {
  if (redis === null) return new DatabaseSessionStore(database);
  const { RedisSessionStore } = await import('./redis-session.store.js');
  return new RedisSessionStore(redis);
}

@Module({
  providers: [
    CustomersService,
    SessionsService,
    { provide: SessionStore, inject: [REDIS, Database], useFactory: sessionStore },
  ],
  exports: [CustomersService, SessionsService],
})
export class AccountsModule {}
