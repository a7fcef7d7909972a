import { expect, onTestFailed } from 'vitest';
import type { Fleet } from '../cluster/fleet.js';
import { describeMistake } from '../traffic/ledger.js';
import { Load } from '../traffic/load.js';

const isShort = process.env['KINDLY_FLEET'] === 'short';

export const REPLICAS = Number(process.env['KINDLY_FLEET_REPLICAS'] ?? 3);

/** How many customers keep the fleet busy while something happens to it. */
export const LOAD = isShort ? { visitors: 2, chatters: 2 } : { visitors: 6, chatters: 6 };

/** Good answers before and after what happens: enough to have met each replica with each kind of request. */
export const A_WHILE = isShort ? 50 : 500;

/** The fleet of a file, which is started before its tests. */
export type GivenFleet = () => Fleet;

/**
 * Lets something happen while customers come and go. All good requests must have succeeded in the end, all bad
 * ones must have been refused with the right code, each reply must have been about its own customer, and what was
 * accepted must have been kept: but for what `act` has pardoned.
 */
export async function expectUndisturbed(
  fleet: Fleet,
  act: (load: Load) => Promise<void>,
): Promise<Load> {
  const load = new Load(fleet, LOAD);
  onTestFailed(() => {
    const lately = load.ledger.pardoned.slice(-5).map(describeMistake);
    process.stderr.write([fleet.log, '== pardoned last', ...lately, ''].join('\n'));
  });
  await load.start();
  try {
    await load.more(A_WHILE);
    await act(load);
    await load.more(A_WHILE);
  } finally {
    await load.stop();
  }
  expect(load.ledger.mistakes).toEqual([]);
  expect(load.acceptedTickets).toBeGreaterThan(0);
  expect(await load.lostTickets()).toEqual([]);
  return load;
}
