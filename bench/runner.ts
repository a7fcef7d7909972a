import { BenchError } from './bench.error.js';
import { BROKEN } from './contenders/contender.js';
import type { Context, Entry, Sample, Scenario } from './scenarios/scenario.js';
import { inTurn, orderOfRound } from './statistics/order.js';

/** Those who were named, or all but the one that is there to be noticed. */
function participants({ entries }: Scenario, { settings: { contenders } }: Context): Entry[] {
  return entries.filter(({ group, name }) =>
    contenders.length === 0
      ? name !== BROKEN
      : contenders.includes(name) || contenders.includes(group),
  );
}

async function measure(
  { name: scenario }: Scenario,
  entry: Entry,
  round: number,
  context: Context,
): Promise<Sample> {
  const { group, name } = entry;
  try {
    return { scenario, group, name, round, values: await entry.measure(context) };
  } catch (error) {
    const reason = error instanceof BenchError ? error.message : String(error);
    throw new BenchError(`${scenario}, ${name} (${group}): ${reason}`, { cause: error });
  }
}

/** All rounds of a scenario; a sample comes when it has been taken. */
export async function* runScenario(scenario: Scenario, context: Context): AsyncGenerator<Sample> {
  const entries = participants(scenario, context);
  // What takes minutes is measured once: it is about growth within one process, and not about speed.
  const rounds = scenario.isLong ? 1 : context.settings.rounds;
  const visits = Array.from({ length: rounds }, (_, round) =>
    orderOfRound(entries, round).map((entry) => ({ entry, round })),
  ).flat();
  yield* inTurn(visits, ({ entry, round }) => measure(scenario, entry, round, context));
}
