import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import { cookieFrom } from './cookie.js';
import type { Customer } from '../cluster/customers.js';
import * as good from './good-asks.js';
import { keyIdOf, type Issued, issuedFrom } from './tokens.js';
import { newAgent, type Surroundings } from './visit.js';

/** Webhooks with one token, before the page asks for the next. */
const WEBHOOKS_PER_TOKEN = 20;

/** Each time from another address: tokens are asked for faster here than one address may. */
async function withAgent(act: (agent: Agent) => Promise<void>): Promise<void> {
  const agent = newAgent();
  try {
    await act(agent);
  } finally {
    agent.destroy();
  }
}

/** A customer who stays signed in and chats on and on, as Kindly sees it; tokens are renewed on the way. */
export class Chatter {
  readonly #chatId = randomUUID();
  #cookie = '';
  #issued: Issued | undefined;
  #webhooks = 0;

  constructor(
    private readonly customer: Customer,
    private readonly surroundings: Surroundings,
  ) {}

  /** Id of the key that his present token was signed with. */
  get keyId(): string {
    return this.#issued ? keyIdOf(this.#issued.token) : '';
  }

  /** @throws MistakeError when he cannot sign in, or has no token then */
  async arrive(): Promise<void> {
    const { ledger, kindly } = this.surroundings;
    await withAgent(async (agent) => {
      const ask = good.signIn(agent, this.customer, kindly.secrets.password);
      this.#cookie = cookieFrom(await ledger.ask(ask));
    });
    await this.#renew('token');
  }

  /** The next webhook, or the next token. @throws MistakeError when the answer is not as it must be */
  async next(): Promise<void> {
    const { ledger, kindly } = this.surroundings;
    this.#webhooks += 1;
    const order = this.customer.orders[this.#webhooks % this.customer.orders.length];
    if (this.#webhooks % WEBHOOKS_PER_TOKEN === 0) await this.#renew('renewal');
    else if (this.#issued && order) await ledger.ask(good.order(kindly, this.#issued, order));
  }

  async #renew(kind: 'token' | 'renewal'): Promise<void> {
    const { ledger } = this.surroundings;
    await withAgent(async (agent) => {
      const browser = { agent, cookie: this.#cookie };
      const ask = good.token(browser, this.customer, this.#chatId, kind);
      this.#issued = issuedFrom(good.tokenOf(await ledger.ask(ask)), this.#chatId);
    });
  }
}
