import { describe, expect, it } from 'vitest';
import type { Pardon } from '../traffic/ledger.js';
import { A_WHILE, type GivenFleet, LOAD, expectUndisturbed } from './given.js';

/** A machine on which nothing moves for longer than a replica drains spoils one restart, and not all of them. */
const TRIES = 3;

/** What deployments, and machines that die, do to those who use the shop meanwhile. */
export function proveRestarts(given: GivenFleet): void {
  describe('replicas that end', () => {
    it('break no request when they are restarted one after the other', async () => {
      const fleet = given();
      const before = new Set(fleet.replicas.map(({ pid }) => pid));
      await expectUndisturbed(fleet, async (load) => {
        let detours: number;
        let tries = 0;
        do {
          const earlier = await fleet.proxy.detours();
          await fleet.rollingRestart(() => load.more(A_WHILE));
          detours = (await fleet.proxy.detours()) - earlier;
          tries += 1;
        } while (detours > 0 && tries < TRIES);
        // Each says in time that it ends, so that the proxy never comes to a door that is shut.
        expect(detours).toBe(0);
      });
      expect(fleet.replicas.filter(({ pid }) => before.has(pid))).toEqual([]);
    });

    /**
     * A replica that dies takes along what it was just answering: one request of each customer at the most. The
     * proxy says so with a 502, or by closing a connection that it has used before, and sends none of them again:
     * the shop may have acted on it. All else goes on, and what the shop has said yes to is kept.
     */
    it('lose nothing that was accepted when one of them is killed', async () => {
      const fleet = given();
      const [replica] = fleet.replicas;
      if (!replica) throw new Error('there is no replica');
      const load = await expectUndisturbed(fleet, async (running) => {
        const isCutOff: Pardon = ({ answer: { status }, replica: name }) =>
          status === 0 || (status === 502 && name === replica.name);
        await running.ledger.pardoning(isCutOff, () => replica.stop('SIGKILL'));
        await running.more(A_WHILE);
        await fleet.start(replica);
      });
      expect(load.ledger.pardoned.length).toBeLessThanOrEqual(LOAD.visitors + LOAD.chatters);
    });
  });
}
