import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../cluster/customers.js';
import type { Fleet } from '../cluster/fleet.js';
import { newKeyPair } from '../cluster/secrets.js';
import { refused } from '../traffic/bad-asks.js';
import { cookieFrom } from '../traffic/cookie.js';
import { FleetEmulator } from '../traffic/emulator.js';
import * as good from '../traffic/good-asks.js';
import { Ledger } from '../traffic/ledger.js';
import { type Issued, issuedFrom } from '../traffic/tokens.js';
import { newAgent } from '../traffic/visit.js';
import { A_WHILE, type GivenFleet, expectUndisturbed } from './given.js';

async function tokenOf(fleet: Fleet, customer: Customer): Promise<Issued> {
  const ledger = new Ledger(fleet.url);
  const agent = newAgent();
  const signedIn = await ledger.ask(good.signIn(agent, customer, fleet.secrets.password));
  const browser = { agent, cookie: cookieFrom(signedIn) };
  const chatId = randomUUID();
  const answer = await ledger.ask(good.token(browser, customer, chatId));
  agent.destroy();
  return issuedFrom(good.tokenOf(answer), chatId);
}

/** The steps of docs/key-rotation.md, as deployments of a fleet that is used meanwhile. */
export function proveRotation(given: GivenFleet): void {
  describe('a new key', () => {
    it('is put in force without a webhook refused, and the old one forgotten', async () => {
      const fleet = given();
      const { secrets } = fleet;
      // Nobody of the load has this account.
      const [customer] = fleet.customers.slice(-1);
      if (!customer) throw new Error('there is no customer');
      const emulator = await FleetEmulator.start(fleet);
      const [old, next] = [secrets.keys, await newKeyPair()];
      const issued = await tokenOf(fleet, customer);
      const [order = { number: 0, title: '' }] = customer.orders;
      const kindly = { agent: new Agent(), secrets };
      try {
        await expectUndisturbed(fleet, async (load) => {
          const deploy = (previous?: string): Promise<void> => {
            fleet.configure(
              previous === undefined ? {} : { KINDLY_PREVIOUS_PUBLIC_KEYS: previous },
            );
            return fleet.rollingRestart(() => load.anew());
          };
          const oldKeyIds = new Set(load.keyIds);
          expect(oldKeyIds.size).toBe(1);
          // 1. Accept the new key.
          await deploy(next.publicKey);
          // 2. Paste the new public key.
          await emulator.paste(next.publicKey);
          // 3. Sign with it.
          secrets.rotate(next);
          await deploy(old.publicKey);
          await new Ledger(fleet.url).ask(good.order(kindly, issued, order));
          // In production it is a quarter of an hour until nobody holds a token of the old key.
          await load.until(() => load.keyIds.every((keyId) => !oldKeyIds.has(keyId)));
          await load.anew();
          await load.more(A_WHILE);
          // 4. Forget the old one.
          secrets.forgetOldKeys();
          await deploy();
        });
        const late = refused(good.order(kindly, issued, order), 'old key', 401, 'token_invalid');
        for (const { url } of fleet.replicas) await new Ledger(url).ask(late);
        await emulator.chat(new Ledger(fleet.url), customer);
      } finally {
        await emulator.stop();
      }
    });
  });
}
