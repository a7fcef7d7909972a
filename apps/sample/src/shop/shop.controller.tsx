import type { IncomingHttpHeaders } from 'node:http';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpStatus,
  Post,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Throttle } from '@nestjs/throttler';
import { KindlyTokenService } from 'nestjs-kindly-auth';
import { CustomersService } from '../accounts/customers.service.js';
import { SessionsService } from '../accounts/sessions.service.js';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { DEMO_CUSTOMERS, DEMO_PASSWORD } from '../database/seed.js';
import { OrdersService } from '../orders/orders.service.js';
import { Credentials } from './credentials.dto.js';
import { FormGuard } from './form.guard.js';
import { type Page, PageService, sendPage } from './page.service.js';
import { ProblemPageFilter } from './problem-page.filter.js';
import { Orders } from './views/orders.js';
import { type DemoAccount, SignIn } from './views/sign-in.js';

@Controller()
@UseFilters(ProblemPageFilter)
export class ShopController {
  constructor(
    private readonly customers: CustomersService,
    private readonly sessions: SessionsService,
    private readonly orders: OrdersService,
    private readonly tokens: KindlyTokenService,
    private readonly pages: PageService,
    private readonly adapterHost: HttpAdapterHost,
    @InjectConfig() private readonly config: Environment,
  ) {}

  @Get()
  async home(@Headers() headers: IncomingHttpHeaders, @Res() response: object): Promise<void> {
    const customer = await this.sessions.findCustomer(headers);
    if (!customer) {
      this.send(response, this.signInPage());
      return;
    }
    const orders = await this.orders.findAll(customer.id);
    this.send(
      response,
      this.pages.render('Your orders', <Orders customer={customer} orders={orders} />),
    );
  }

  @Post('sign-in')
  @Throttle({ default: { limit: 10, ttl: 60_000 } })
  @UseGuards(FormGuard)
  async signIn(
    @Headers() headers: IncomingHttpHeaders,
    @Body() { email, password }: Credentials,
    @Res() response: object,
  ): Promise<void> {
    const customer = await this.customers.findByCredentials(email, password);
    if (customer) {
      const before = await this.sessions.findCustomerId(headers);
      const leaves = before === customer.id ? undefined : before;
      const start = (): Promise<string> => this.sessions.start(customer, headers);
      this.redirectHome(response, await this.revoking(leaves, start));
      return;
    }
    const problem = 'This address and this password do not belong together.';
    this.send(response, this.signInPage(problem, email), HttpStatus.UNAUTHORIZED);
  }

  /** On the customer's other devices the chat asks for a new token when it next renews. */
  @Post('sign-out')
  async signOut(@Headers() headers: IncomingHttpHeaders, @Res() response: object): Promise<void> {
    const customerId = await this.sessions.findCustomerId(headers);
    const end = (): Promise<string> => this.sessions.end(headers);
    this.redirectHome(response, await this.revoking(customerId, end));
  }

  /**
   * Ends somebody's session, and his tokens before and after. Before: if that fails, he is still signed in, and
   * can try again. After: until his session had ended, an open chat could get itself another token. (One of the
   * second in which that happens stays good: so fine is the time of a token.)
   *
   * @param customerId nobody, when no session ends for which there may be tokens
   * @param end ends the session
   * @returns what `end` does
   */
  private async revoking(
    customerId: number | undefined,
    end: () => Promise<string>,
  ): Promise<string> {
    if (customerId === undefined) return end();
    await this.tokens.revoke(String(customerId));
    const setCookie = await end();
    await this.tokens.revoke(String(customerId));
    return setCookie;
  }

  private signInPage(problem?: string, email?: string): Page {
    return this.pages.render(
      'Sign in',
      <SignIn problem={problem} email={email} demoAccounts={this.demoAccounts()} />,
    );
  }

  private demoAccounts(): readonly DemoAccount[] {
    if (this.config.isProduction) return [];
    return DEMO_CUSTOMERS.map(({ name, email }) => ({ name, email, password: DEMO_PASSWORD }));
  }

  private send(response: object, page: Page, status?: number): void {
    sendPage(this.adapterHost.httpAdapter, response, page, status);
  }

  private redirectHome(response: object, setCookie: string): void {
    const { httpAdapter } = this.adapterHost;
    httpAdapter.setHeader(response, 'Set-Cookie', setCookie);
    httpAdapter.redirect(response, HttpStatus.SEE_OTHER, '/');
  }
}
