import { randomInt, randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { cookieFrom } from './cookie.js';
import type { Customer } from '../cluster/customers.js';
import type { Browser } from './ask.js';
import { BAD_ASKS, type Hand, revokedToken, tokenAfterSignOut } from './bad-asks.js';
import * as good from './good-asks.js';
import type { KindlySide, Ticket } from './good-asks.js';
import type { Ledger } from './ledger.js';
import { type Issued, issuedFrom } from './tokens.js';

/** Bad requests of one visit: the next one sends others. */
const BAD_ASKS_EACH = 4;
/** Revoked tokens of a customer that are tried again. */
const REMEMBERED = 4;
/** Seconds before its end from which a token is no longer tried: it could be refused for its age. */
const MARGIN = 60;

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * An address that nobody has come from, which the shop's limits count by: all of 127.0.0.0/8 is this machine, and
 * the proxy passes the address on.
 */
export function newAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

/** The connection of a browser at an address of its own. */
export function newAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1, localAddress: newAddress() });
}

/** Where visits take what they need, and leave what they have found out. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly kindly: KindlySide;
  /** Called for every ticket that the shop has answered "ok" for. */
  readonly accepted: (ticket: Ticket) => void;
}

/** A customer who comes again and again, and leaves each time; nobody else uses his account meanwhile. */
export class Visitor {
  readonly #tokens: Issued[] = [];
  /** Tokens from before this second are revoked for certain; seconds since 1970. */
  #revokedBefore = 0;
  #visits = 0;

  constructor(
    private readonly customer: Customer,
    /** Somebody else, whose orders he asks for. */
    private readonly other: Customer,
    private readonly surroundings: Surroundings,
  ) {}

  /** One visit from sign-in to sign-out. @throws MistakeError at the first answer that is not as it must be */
  async visit(): Promise<void> {
    this.#visits += 1;
    const agent = newAgent();
    try {
      await this.#visitWith(agent);
    } finally {
      agent.destroy();
    }
  }

  async #visitWith(agent: Agent): Promise<void> {
    const { ledger, kindly } = this.surroundings;
    const { customer } = this;
    const browser = { agent, cookie: await this.#signIn(agent) };
    await ledger.ask(good.page(browser, customer));
    const chatId = randomUUID();
    const first = good.tokenOf(await ledger.ask(good.token(browser, customer, chatId)));
    const issued = issuedFrom(first, chatId);
    await this.#chat(issued);
    const renewed = good.tokenOf(
      await ledger.ask(good.token(browser, customer, chatId, 'renewal')),
    );
    const hand = { browser, customer, issued: issuedFrom(renewed, chatId) };
    await ledger.ask(good.offer(kindly, hand.issued, customer));
    await this.#ticket();
    await this.#misbehave(hand);
    await this.#signOut(browser, issued);
    await ledger.ask(tokenAfterSignOut(browser, customer, chatId));
  }

  async #signIn(agent: Agent): Promise<string> {
    const { ledger, kindly } = this.surroundings;
    const ask = good.signIn(agent, this.customer, kindly.secrets.password);
    return cookieFrom(await ledger.ask(ask));
  }

  async #chat(issued: Issued): Promise<void> {
    const { ledger, kindly } = this.surroundings;
    for (const order of this.customer.orders) await ledger.ask(good.order(kindly, issued, order));
    for (const order of this.other.orders) {
      await ledger.ask(good.ordersOfOthers(kindly, issued, order));
    }
    await ledger.ask(good.hours(kindly, issued, this.customer));
    await ledger.ask(good.hours(kindly));
  }

  async #ticket(): Promise<void> {
    const { ledger, kindly, accepted } = this.surroundings;
    const ticket = { id: randomUUID(), status: `visit ${this.#visits}` };
    await ledger.ask(good.ticketUpdate(kindly, ticket));
    accepted(ticket);
  }

  async #misbehave(hand: Hand): Promise<void> {
    const { ledger, kindly } = this.surroundings;
    for (let index = 0; index < BAD_ASKS_EACH; index += 1) {
      const ask = BAD_ASKS[(this.#visits * BAD_ASKS_EACH + index) % BAD_ASKS.length];
      if (ask) await ledger.ask(ask(kindly, hand));
    }
    const revoked = this.#revoked();
    if (revoked) await ledger.ask(revokedToken(kindly, { ...hand, issued: revoked }));
  }

  /** A token of an earlier visit. One of the second in which he signed out may be good still, and is not tried. */
  #revoked(): Issued | undefined {
    const { secrets } = this.surroundings.kindly;
    const isTried = ({ token, issuedAt, expiresAt }: Issued): boolean =>
      issuedAt < this.#revokedBefore &&
      nowInSeconds() < expiresAt - MARGIN &&
      secrets.pairOf(token) !== undefined;
    return this.#tokens.find(isTried);
  }

  async #signOut(browser: Browser, issued: Issued): Promise<void> {
    const second = nowInSeconds();
    await this.surroundings.ledger.ask(good.signOut(browser));
    this.#revokedBefore = second;
    this.#tokens.unshift(issued);
    this.#tokens.splice(REMEMBERED);
  }
}
