import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parse, serialize, type SerializeOptions } from 'cookie';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import type { Customer } from '../database/schema.js';
import { CustomersService } from './customers.service.js';
import { SessionStore } from './session.store.js';

const COOKIE = 'shop_session';
const LIFETIME_SECONDS = 8 * 60 * 60;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Who is signed in: a random cookie on the customer's side, its hash on ours. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly store: SessionStore,
    private readonly customers: CustomersService,
    @InjectConfig() private readonly config: Environment,
  ) {}

  /**
   * Signs a customer in, and out whoever was signed in at this browser before.
   *
   * @returns `Set-Cookie` for the browser
   */
  async start({ id }: Customer, headers: IncomingHttpHeaders): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.store.remove(this.hashIn(headers));
    await this.store.add(hashOf(token), id, LIFETIME_SECONDS);
    return serialize(this.cookie, token, { ...this.cookieOptions(), maxAge: LIFETIME_SECONDS });
  }

  /** @returns `Set-Cookie` that removes the cookie from the browser */
  async end(headers: IncomingHttpHeaders): Promise<string> {
    await this.store.remove(this.hashIn(headers));
    return serialize(this.cookie, '', { ...this.cookieOptions(), maxAge: 0 });
  }

  /** Number of the customer whose browser sent these headers, if somebody is signed in there. */
  async findCustomerId(headers: IncomingHttpHeaders): Promise<number | undefined> {
    return this.store.find(this.hashIn(headers));
  }

  /** The customer whose browser sent these headers, as the database knows him now. */
  async findCustomer(headers: IncomingHttpHeaders): Promise<Customer | undefined> {
    const id = await this.findCustomerId(headers);
    return id === undefined ? undefined : this.customers.find(id);
  }

  /** With the prefix a browser takes it over TLS and from this very host alone. */
  private get cookie(): string {
    return this.config.isProduction ? `__Host-${COOKIE}` : COOKIE;
  }

  private cookieOptions(): SerializeOptions {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.config.isProduction };
  }

  /** Without a cookie it is the session of nobody: no hash is that of the empty text. */
  private hashIn({ cookie = '' }: IncomingHttpHeaders): string {
    return hashOf(parse(cookie)[this.cookie] ?? '');
  }
}
