import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { parse, serialize, type SerializeOptions } from 'cookie';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { ShopConfig } from '../config/configuration.js';
import { type Database, InjectDatabase } from '../database/database.js';
import { type Customer, customers, sessions } from '../database/schema.js';

const COOKIE = 'shop_session';
const LIFETIME_SECONDS = 8 * 60 * 60;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function tokenOf({ cookie = '' }: IncomingHttpHeaders): string {
  return parse(cookie)[COOKIE] ?? '';
}

/** Who is signed in: a random cookie on the customer's side, its hash in the database on ours. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectDatabase() private readonly database: Database,
    @Inject(ConfigService) private readonly config: ShopConfig,
  ) {}

  /** @returns `Set-Cookie` for the customer's browser */
  async start({ id }: Customer): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + LIFETIME_SECONDS * 1000);
    await this.database.delete(sessions).where(lt(sessions.expiresAt, new Date()));
    await this.database
      .insert(sessions)
      .values({ tokenHash: hashOf(token), customerId: id, expiresAt });
    return serialize(COOKIE, token, { ...this.cookieOptions(), maxAge: LIFETIME_SECONDS });
  }

  /** @returns `Set-Cookie` that removes the cookie from the browser */
  async end(headers: IncomingHttpHeaders): Promise<string> {
    await this.database.delete(sessions).where(eq(sessions.tokenHash, hashOf(tokenOf(headers))));
    return serialize(COOKIE, '', { ...this.cookieOptions(), maxAge: 0 });
  }

  /** The customer whose browser sent these headers, if somebody is signed in there. */
  async findCustomer(headers: IncomingHttpHeaders): Promise<Customer | undefined> {
    const token = tokenOf(headers);
    if (token === '') return undefined;
    const [found] = await this.database
      .select({ customer: customers })
      .from(sessions)
      .innerJoin(customers, eq(customers.id, sessions.customerId))
      .where(and(eq(sessions.tokenHash, hashOf(token)), gt(sessions.expiresAt, new Date())));
    return found?.customer;
  }

  private cookieOptions(): SerializeOptions {
    const isProduction = this.config.get('NODE_ENV', { infer: true }) === 'production';
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: isProduction };
  }
}
