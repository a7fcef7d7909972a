import { readFileSync } from 'node:fs';
import { BenchError } from '../bench.error.js';
import type { Sample, Settings } from '../scenarios/scenario.js';
import type { Machine } from './machine.js';
import { type Reached, reachOf } from './reach.js';

const VERSION = 1;

/** A whole run, as it is written to JSON. */
export interface Results {
  /** Of this format. */
  readonly version: typeof VERSION;
  readonly date: string;
  readonly machine: Machine;
  readonly settings: Settings;
  /** Names of the scenarios that ran. */
  readonly scenarios: readonly string[];
  readonly samples: readonly Sample[];
  readonly reach: readonly Reached[];
}

export type Run = Pick<Results, 'machine' | 'settings' | 'scenarios' | 'samples'>;

export function resultsOf(run: Run): Results {
  return { version: VERSION, date: new Date().toISOString(), ...run, reach: reachOf(run.samples) };
}

function readResults(file: string): Results {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  if (results.version !== VERSION) throw new BenchError(`${file} is of another version.`);
  return results;
}

/** Under which circumstances it was measured. */
function circumstancesOf({ machine, settings }: Results): string {
  return JSON.stringify([machine, { ...settings, contenders: [] }]);
}

/** All scenarios of the one, and those of the other that it does not have. */
function merge(older: Results, newer: Results): Results {
  if (circumstancesOf(older) !== circumstancesOf(newer)) {
    throw new BenchError(
      'The runs have other machines, versions or settings: they do not compare.',
    );
  }
  const kept = older.scenarios.filter((name) => !newer.scenarios.includes(name));
  const samples = [
    ...older.samples.filter(({ scenario }) => kept.includes(scenario)),
    ...newer.samples,
  ];
  return { ...newer, scenarios: [...kept, ...newer.scenarios], samples, reach: reachOf(samples) };
}

/**
 * Earlier runs as one: of each scenario the last. Ratios hold within a scenario, so this mixes none.
 *
 * @throws BenchError when a file is of another version, or was measured under other circumstances
 */
export function readRuns(files: readonly string[]): Results {
  return files.map(readResults).reduce(merge);
}
