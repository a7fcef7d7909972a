import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../support/http.js';
import type { Customer } from '../cluster/customers.js';
import type { Fleet } from '../cluster/fleet.js';
import { replicaOf } from '../cluster/reverse-proxy.js';
import { until } from '../cluster/until.js';
import { send } from '../../support/http.js';
import type { Ask, Browser } from '../traffic/ask.js';
import { revokedToken } from '../traffic/bad-asks.js';
import { cookieFrom } from '../traffic/cookie.js';
import { FleetEmulator } from '../traffic/emulator.js';
import * as good from '../traffic/good-asks.js';
import { Ledger } from '../traffic/ledger.js';
import { type Issued, issuedFrom } from '../traffic/tokens.js';
import { newAddress, newAgent } from '../traffic/visit.js';
import type { GivenFleet } from './given.js';

/** Somebody who asks each replica directly, and the proxy. */
class Walker {
  readonly #agent = new Agent();
  /** One for each replica. */
  readonly ledgers: readonly Ledger[];
  readonly proxy: Ledger;

  constructor(
    private readonly fleet: Fleet,
    readonly customer: Customer,
  ) {
    this.ledgers = fleet.replicas.map(({ url }) => new Ledger(url));
    this.proxy = new Ledger(fleet.url);
  }

  get kindly(): good.KindlySide {
    return { agent: this.#agent, secrets: this.fleet.secrets };
  }

  /** @param index of the replica */
  async at(index: number, ask: Ask): Promise<Answer> {
    const ledger = this.ledgers[index % this.ledgers.length] ?? this.proxy;
    return ledger.ask(ask);
  }

  async signIn(index: number): Promise<Browser> {
    const agent = newAgent();
    const ask = good.signIn(agent, this.customer, this.fleet.secrets.password);
    return { agent, cookie: cookieFrom(await this.at(index, ask)) };
  }

  async token(index: number, browser: Browser): Promise<Issued> {
    const chatId = randomUUID();
    const answer = await this.at(index, good.token(browser, this.customer, chatId));
    return issuedFrom(good.tokenOf(answer), chatId);
  }

  order(issued: Issued): Ask {
    const [order = { number: 0, title: '' }] = this.customer.orders;
    return good.order(this.kindly, issued, order);
  }
}

/** Rounds of six chats after which no replica of nine has been left out, but for a chance of one in a hundred thousand. */
const ROUNDS = 20;

/** Every replica must answer like this, and so must the proxy, through each of them. */
async function expectEverywhere({ ledgers, proxy }: Walker, ask: Ask): Promise<void> {
  for (const ledger of ledgers) {
    await ledger.ask(ask);
    await proxy.ask(ask);
  }
  expect(proxy.byReplica.size).toBe(ledgers.length);
}

/** How many answers had each status. */
function statuses(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** What replicas know of what the others have done. */
export function proveSharing(given: GivenFleet): void {
  function walker(index = 0): Walker {
    const [first] = given().customers;
    const customer = given().customers[index] ?? first;
    if (!customer) throw new Error('there is no customer');
    return new Walker(given(), customer);
  }

  describe('what replicas share', () => {
    it('lets a token and a session of one count at all', async () => {
      const walks = walker();
      for (const index of given().replicas.keys()) {
        const browser = await walks.signIn(index);
        await expectEverywhere(walks, good.page(browser, walks.customer));
        const issued = await walks.token(index + 1, browser);
        await expectEverywhere(walks, walks.order(issued));
        await expectEverywhere(walks, good.hours(walks.kindly, issued, walks.customer));
        browser.agent.destroy();
      }
    });

    it('lets a sign-out at one count at all, and a new sign-in at once', async () => {
      const walks = walker();
      for (const index of given().replicas.keys()) {
        const browser = await walks.signIn(index);
        const issued = await walks.token(index, browser);
        // All of them have verified it, and would remember it.
        await expectEverywhere(walks, walks.order(issued));
        // Tokens of the second of the sign-out stay good.
        await until(() => Math.floor(Date.now() / 1000) > issued.issuedAt);
        await walks.at(index + 1, good.signOut(browser));
        const hand = { browser, customer: walks.customer, issued };
        await expectEverywhere(walks, revokedToken(walks.kindly, hand));
        const again = await walks.signIn(index + 1);
        const issuedAnew = await walks.token(index, again);
        await expectEverywhere(walks, walks.order(issuedAnew));
        await expectEverywhere(walks, revokedToken(walks.kindly, hand));
        for (const { agent } of [browser, again]) agent.destroy();
      }
    });

    it('leaves the tokens of everybody else alone when somebody signs out', async () => {
      const [one, other] = [walker(0), walker(1)];
      const [browser, theirs] = [await one.signIn(0), await other.signIn(0)];
      const issued = await other.token(0, theirs);
      await until(() => Math.floor(Date.now() / 1000) > issued.issuedAt);
      await one.at(0, good.signOut(browser));
      await expectEverywhere(other, other.order(issued));
      for (const { agent } of [browser, theirs]) agent.destroy();
    });

    /** A visitor at a new address sends a burst, on as many connections as he can. */
    async function burst(ask: (browser: Browser) => Ask, size: number): Promise<readonly Answer[]> {
      const agent = new Agent({ localAddress: newAddress() });
      const { path, sent } = ask({ agent, cookie: await cookieOfSomebody() });
      const url = given().url + path;
      return Promise.all(Array.from({ length: size }, () => send(url, sent)));
    }

    async function cookieOfSomebody(): Promise<string> {
      const { agent, cookie } = await walker().signIn(0);
      agent.destroy();
      return cookie;
    }

    it.each([
      [
        'sign-ins',
        { 401: 10, 429: 15 },
        (browser: Browser) => good.signIn(browser.agent, walker().customer, 'guess'),
      ],
      [
        'tokens',
        { 200: 30, 429: 15 },
        (browser: Browser) => good.token(browser, walker().customer, 'chat'),
      ],
    ] as const)('counts the %s of a visitor together', async (_what, expected, ask) => {
      const size = Object.values(expected).reduce<number>((sum, count) => sum + count, 0);
      const answers = await burst(ask, size);
      expect(statuses(answers)).toEqual(expected);
      // All have taken part; whose answers were the first is chance.
      const replicas = new Set(answers.map(({ headers }) => replicaOf(headers)));
      expect(replicas.size).toBe(given().replicas.length);
    });

    /** Names of the replicas that the emulator has had answers from. */
    async function answering(emulator: FleetEmulator): Promise<ReadonlySet<string>> {
      const { deliveries } = await emulator.state();
      return new Set(
        deliveries.map(({ response }) => replicaOf(Object.fromEntries(response?.headers ?? []))),
      );
    }

    it('answers whole chats that the emulator delivers, each by whichever replica', async () => {
      const fleet = given();
      const names = new Set(fleet.replicas.map(({ name }) => name));
      const emulator = await FleetEmulator.start(fleet);
      try {
        const ledger = new Ledger(fleet.url);
        let found: ReadonlySet<string> = new Set();
        for (let round = 0; round < ROUNDS && found.size < names.size; round += 1) {
          await Promise.all(
            fleet.customers.slice(0, 6).map((customer) => emulator.chat(ledger, customer)),
          );
          // A chat is four requests: without one more the same replicas might have their turn each time.
          await ledger.ask(good.hours(walker().kindly));
          found = await answering(emulator);
        }
        expect(found).toEqual(names);
      } finally {
        await emulator.stop();
      }
    });
  });
}
