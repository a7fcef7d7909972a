import { and, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '../database/database.service.js';
import { sessions } from '../database/schema.js';
import type { SessionStore } from './session.store.js';

/** Sessions in the shop's database. */
export class DatabaseSessionStore implements SessionStore {
  constructor(private readonly database: Database) {}

  /** Clears away what has ended, too: there is no other moment for it. */
  async add(tokenHash: string, customerId: number, lifetime: number): Promise<void> {
    const { tables } = this.database;
    await tables.delete(sessions).where(lt(sessions.expiresAt, new Date()));
    const expiresAt = new Date(Date.now() + lifetime * 1000);
    await tables.insert(sessions).values({ tokenHash, customerId, expiresAt });
  }

  async find(tokenHash: string): Promise<number | undefined> {
    const [found] = await this.database.tables
      .select({ customerId: sessions.customerId })
      .from(sessions)
      .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, new Date())));
    return found?.customerId;
  }

  async remove(tokenHash: string): Promise<void> {
    await this.database.tables.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
  }
}
