import { BenchError } from './bench.error.js';
import type { Command } from './cli/arguments.js';
import { describeMachine } from './report/machine.js';
import { type Results, resultsOf } from './report/results.js';
import { printScenario, progress } from './report/terminal.js';
import { runScenario } from './runner.js';
import type { Context, Sample, Scenario } from './scenarios/scenario.js';
import { FLEET, SCENARIOS } from './scenarios/scenarios.js';
import { allInTurn } from './statistics/order.js';
import { makePair } from './workload/keys.js';
import { TokenStock } from './workload/token-stock.js';

/** Those that were named, or all that do not take minutes. */
function chosen({ only, long }: Command): readonly Scenario[] {
  const names = new Set([FLEET, ...SCENARIOS.map(({ name }) => name)]);
  const unknown = only.find((name) => !names.has(name));
  if (unknown !== undefined) throw new BenchError(`There is no scenario "${unknown}". See --help.`);
  return SCENARIOS.filter(({ name, isLong }) =>
    only.length === 0 ? long || !isLong : only.includes(name),
  );
}

/** A name with a slip in it would leave out a contender in silence. */
function assertKnown(contenders: readonly string[], scenarios: readonly Scenario[]): void {
  const entries = scenarios.flatMap((scenario) => scenario.entries);
  const names = new Set(entries.flatMap(({ group, name }) => [group, name]));
  const unknown = contenders.find((name) => !names.has(name));
  if (unknown === undefined) return;
  throw new BenchError(`Nobody called "${unknown}" takes part. See --help.`);
}

async function measure(scenario: Scenario, context: Context): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of runScenario(scenario, context)) {
    samples.push(sample);
    progress(`${scenario.name}: round ${sample.round + 1}, ${sample.name} (${sample.group})`);
  }
  printScenario(scenario, samples);
  return samples;
}

/**
 * Measures what the command says, and prints each table when it is complete.
 *
 * @throws BenchError when a contender answers wrongly: then no figure of the run is worth anything
 */
export async function measureAll(command: Command): Promise<Results> {
  const scenarios = chosen(command);
  const { settings } = command;
  assertKnown(settings.contenders, scenarios);
  const keys = await makePair();
  const context = { settings, keys, stock: new TokenStock(keys.privateKey, settings.tokens) };
  const samples = await allInTurn(scenarios, (scenario) => measure(scenario, context));
  return resultsOf({
    machine: describeMachine(),
    settings,
    scenarios: scenarios.map(({ name }) => name),
    samples: samples.flat(),
  });
}
