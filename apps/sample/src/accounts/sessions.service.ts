import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parse, serialize, type SerializeOptions } from 'cookie';
import { and, eq, gt, lt, or, type SQL } from 'drizzle-orm';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { CUSTOMER, type Customer, customers, sessions } from '../database/schema.js';

const COOKIE = 'shop_session';
const LIFETIME_SECONDS = 8 * 60 * 60;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Who is signed in: a random cookie on the customer's side, its hash in the database on ours. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    @InjectConfig() private readonly config: Environment,
  ) {}

  /**
   * Signs a customer in, and out whoever was signed in at this browser before.
   *
   * @returns `Set-Cookie` for the browser
   */
  async start({ id }: Customer, headers: IncomingHttpHeaders): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + LIFETIME_SECONDS * 1000);
    await this.database.tables
      .delete(sessions)
      .where(or(lt(sessions.expiresAt, new Date()), this.isOf(headers)));
    await this.database.tables
      .insert(sessions)
      .values({ tokenHash: hashOf(token), customerId: id, expiresAt });
    return serialize(this.cookie, token, { ...this.cookieOptions(), maxAge: LIFETIME_SECONDS });
  }

  /** @returns `Set-Cookie` that removes the cookie from the browser */
  async end(headers: IncomingHttpHeaders): Promise<string> {
    await this.database.tables.delete(sessions).where(this.isOf(headers));
    return serialize(this.cookie, '', { ...this.cookieOptions(), maxAge: 0 });
  }

  /** The customer whose browser sent these headers, if somebody is signed in there. */
  async findCustomer(headers: IncomingHttpHeaders): Promise<Customer | undefined> {
    const [found] = await this.database.tables
      .select({ customer: CUSTOMER })
      .from(sessions)
      .innerJoin(customers, eq(customers.id, sessions.customerId))
      .where(and(this.isOf(headers), gt(sessions.expiresAt, new Date())));
    return found?.customer;
  }

  /** With the prefix a browser takes it over TLS and from this very host alone. */
  private get cookie(): string {
    return this.config.isProduction ? `__Host-${COOKIE}` : COOKIE;
  }

  private cookieOptions(): SerializeOptions {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.config.isProduction };
  }

  /** Without a cookie it is the session of nobody: no hash is that of the empty text. */
  private isOf({ cookie = '' }: IncomingHttpHeaders): SQL {
    return eq(sessions.tokenHash, hashOf(parse(cookie)[this.cookie] ?? ''));
  }
}
