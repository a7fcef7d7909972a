import { Agent } from 'node:http';
import { type Customer, keptTickets } from '../cluster/customers.js';
import type { Fleet } from '../cluster/fleet.js';
import { Chatter } from './chatter.js';
import type { KindlySide, Ticket } from './good-asks.js';
import { Ledger, MistakeError } from './ledger.js';
import { type Surroundings, Visitor } from './visit.js';

export interface LoadSettings {
  /** Customers who are in the shop at a time: they sign in, look around, chat, misbehave, and sign out. */
  readonly visitors: number;
  /** Customers who stay, and chat all the while. */
  readonly chatters: number;
}

/** Accounts that each visitor uses in turn. */
const ACCOUNTS_EACH = 4;
/** When so much has gone wrong, nothing is learned by going on. */
const TOO_MANY = 10;

/** How many customers a load needs, so that no two share an account. */
export function customersFor({ visitors, chatters }: LoadSettings): number {
  return visitors * ACCOUNTS_EACH + chatters;
}

/** Customers, and Kindly, who keep a fleet busy; each of them waits for an answer before the next request. */
export class Load {
  readonly ledger: Ledger;
  readonly #kindly: KindlySide;
  readonly #tickets: Ticket[] = [];
  readonly #chatters: readonly Chatter[];
  readonly #visitors: readonly (readonly Visitor[])[];
  #running: Promise<unknown> = Promise.resolve();
  /** What each of them has done so far: visits, or steps of a chat. */
  readonly #rounds: number[] = [];
  #isOver = false;
  #visits = 0;

  constructor(
    private readonly fleet: Fleet,
    settings: LoadSettings,
  ) {
    this.ledger = new Ledger(fleet.url);
    this.#kindly = { agent: new Agent({ keepAlive: true }), secrets: fleet.secrets };
    const surroundings: Surroundings = {
      ledger: this.ledger,
      kindly: this.#kindly,
      accepted: (ticket) => this.#tickets.push(ticket),
    };
    const { customers } = fleet;
    this.#chatters = customers
      .slice(0, settings.chatters)
      .map((customer) => new Chatter(customer, surroundings));
    this.#visitors = Array.from({ length: settings.visitors }, (_, index) => {
      const from = settings.chatters + index * ACCOUNTS_EACH;
      return visitorsOf(customers.slice(from, from + ACCOUNTS_EACH), surroundings);
    });
  }

  /** Visits that went from sign-in to sign-out without a mistake. */
  get visits(): number {
    return this.#visits;
  }

  /** Ids of the keys with which the tokens of those who stay were signed. */
  get keyIds(): readonly string[] {
    return this.#chatters.map(({ keyId }) => keyId);
  }

  /** Lets everybody in. @throws MistakeError when one of those who stay cannot sign in */
  async start(): Promise<void> {
    await Promise.all(this.#chatters.map((chatter) => chatter.arrive()));
    const acts = [
      ...this.#chatters.map((chatter) => () => chatter.next()),
      ...this.#visitors.map((visitors) => (round: number) => this.#visit(visitors, round)),
    ];
    this.#running = Promise.all(acts.map((act, index) => this.#repeat(index, act)));
    // Who stops the load hears of it; until then it must not end the process.
    this.#running.catch(() => undefined);
  }

  /**
   * Waits until it is so, looking after every answer.
   *
   * @throws Error with the mistakes, when there are too many to go on
   */
  async until(isSo: () => boolean): Promise<void> {
    const { ledger } = this;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const isHopeless = ledger.mistakes.length >= TOO_MANY;
        if (!isHopeless && !isSo()) return;
        unwatch();
        if (isHopeless) reject(new Error(ledger.mistakes.slice(0, 5).join('\n')));
        else resolve();
      };
      const unwatch = ledger.watch(look);
      this.#running.catch(reject);
      look();
    });
  }

  /** Waits for so many good answers more, and for a whole visit. */
  async more(answers: number): Promise<void> {
    const { good } = this.ledger;
    const visits = this.#visits;
    await this.until(() => this.ledger.good >= good + answers && this.#visits > visits);
  }

  /** Waits until nobody is at what he has begun before. */
  async anew(): Promise<void> {
    const before = [...this.#rounds];
    await this.until(() =>
      before.every((rounds, index) => (this.#rounds[index] ?? 0) > rounds + 1),
    );
  }

  /** Lets everybody finish what he has begun. @throws Error when one of them broke off */
  async stop(): Promise<void> {
    this.#isOver = true;
    try {
      await this.#running;
    } finally {
      this.#kindly.agent.destroy();
    }
  }

  /** Tickets for which the shop has answered "ok", and which it has not kept. */
  async lostTickets(): Promise<readonly string[]> {
    const kept = await keptTickets(this.fleet.databaseUrl);
    return this.#tickets.filter(({ id, status }) => kept.get(id) !== status).map(({ id }) => id);
  }

  /** How many tickets the shop has answered "ok" for. */
  get acceptedTickets(): number {
    return this.#tickets.length;
  }

  async #visit(visitors: readonly Visitor[], round: number): Promise<void> {
    await visitors[round % visitors.length]?.visit();
    this.#visits += 1;
  }

  /** A mistake is in the ledger, and ends what it happened in, but not the load. */
  async #repeat(index: number, act: (round: number) => Promise<void>): Promise<void> {
    for (let round = 0; !this.#isOver; round += 1) {
      this.#rounds[index] = round;
      await act(round).catch((error: unknown) => {
        if (!(error instanceof MistakeError)) throw error;
      });
    }
  }
}

function visitorsOf(
  customers: readonly Customer[],
  surroundings: Surroundings,
): readonly Visitor[] {
  return customers.map((customer, index) => {
    const other = customers[(index + 1) % customers.length] ?? customer;
    return new Visitor(customer, other, surroundings);
  });
}
