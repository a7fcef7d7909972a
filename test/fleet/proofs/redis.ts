import { describe, expect, it } from 'vitest';
import type { Fleet } from '../cluster/fleet.js';
import { codeOf, type Mistake, type Pardon } from '../traffic/ledger.js';
import type { Load } from '../traffic/load.js';
import { A_WHILE, type GivenFleet, expectUndisturbed } from './given.js';

const OF_PAGES: ReadonlySet<string> = new Set(['sign-in', 'page', 'token', 'renewal', 'sign-out']);

/** An honest "not now": with the time after which to ask again. */
function isUnavailable({ answer: { status, headers } }: Mistake): boolean {
  return status === 503 && headers['retry-after'] !== undefined;
}

/** Nobody's session can be known: all that needs one is refused. */
const pagesWait: Pardon = (mistake) => OF_PAGES.has(mistake.ask.kind) && isUnavailable(mistake);

/** Nobody knows whether a token was revoked: all that brings one is refused. */
const webhooksWait: Pardon = (mistake) =>
  isUnavailable(mistake) && codeOf(mistake.answer) === 'revocation_unavailable';

/** Revocations cannot be known, and are not waited for. */
const revokedPass: Pardon = ({ ask, answer }) => ask.flaw === 'revoked' && answer.status === 200;

/** How often each of these has happened. */
function countOf(load: Load, pardon: Pardon): number {
  return load.ledger.pardoned.filter((mistake) => pardon(mistake)).length;
}

/**
 * Kills Redis, lets `meanwhile` happen, and starts Redis again. It is over when everybody has done something
 * without being refused for it.
 */
async function loseRedis(
  fleet: Fleet,
  load: Load,
  { pardon, meanwhile }: { readonly pardon: Pardon; readonly meanwhile: () => Promise<void> },
): Promise<void> {
  await load.ledger.pardoning(pardon, async () => {
    await fleet.redis.kill();
    try {
      await meanwhile();
    } finally {
      await fleet.redis.start();
    }
    await fleet.whole();
    await recovered(load);
  });
}

/** Nobody is told "not now" any more, whichever replica he comes to. */
async function recovered(load: Load): Promise<void> {
  const { ledger } = load;
  let refusals: number;
  do {
    refusals = ledger.pardoned.length;
    await load.anew();
    await load.more(A_WHILE);
  } while (ledger.pardoned.length > refusals);
}

/** Redis is killed and started again while customers come and go. */
export function proveRedisLoss(given: GivenFleet): void {
  describe('without Redis', () => {
    it('the shop refuses what it cannot know, and recovers by itself', async () => {
      const fleet = given();
      await expectUndisturbed(fleet, async (load) => {
        const meanwhile = (): Promise<void> =>
          load.until(
            () => countOf(load, webhooksWait) > A_WHILE / 10 && countOf(load, pagesWait) > 10,
          );
        const pardon: Pardon = (mistake) => pagesWait(mistake) || webhooksWait(mistake);
        await loseRedis(fleet, load, { pardon, meanwhile });
      });
    });

    it('webhooks go on when revocation may be unavailable', async () => {
      const fleet = given();
      fleet.configure({ KINDLY_REVOCATION_UNAVAILABLE: 'accept' });
      await fleet.whole();
      await expectUndisturbed(fleet, async (load) => {
        const meanwhile = async (): Promise<void> => {
          const { good } = load.ledger;
          await load.until(
            () => load.ledger.good > good + A_WHILE && countOf(load, pagesWait) > 10,
          );
        };
        const pardon: Pardon = (mistake) => pagesWait(mistake) || revokedPass(mistake);
        await loseRedis(fleet, load, { pardon, meanwhile });
        expect(load.ledger.tallies.map(({ code }) => code)).not.toContain('revocation_unavailable');
      });
    });
  });
}
