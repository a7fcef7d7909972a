import type { Sample, Scenario } from '../scenarios/scenario.js';
import { type Measured, ratiosOf, type Spread, spreadOf } from '../statistics/statistics.js';

/** One contender over all rounds. */
export interface Row {
  readonly group: string;
  readonly name: string;
  /** By the key of the metric. */
  readonly values: Readonly<Record<string, Spread>>;
  /** Of the first metric, by the name of the baseline; not of a baseline itself. */
  readonly ratios: Readonly<Record<string, Spread>>;
}

/** Where to find a column of samples. */
export interface Place {
  readonly scenario: string;
  readonly group: string;
  readonly name: string;
  readonly metric: string;
}

/** What was measured there, in all rounds. */
export function measuredAt(
  samples: readonly Sample[],
  { scenario, group, name, metric }: Place,
): Measured[] {
  return samples
    .filter((one) => one.scenario === scenario && one.group === group && one.name === name)
    .flatMap(({ round, values }) => {
      const value = values[metric];
      return value === undefined ? [] : [{ round, value }];
    });
}

type Entries<T> = readonly (readonly [string, T])[];

function spreads(columns: Entries<readonly number[]>): Record<string, Spread> {
  return Object.fromEntries(
    columns
      .filter(([, values]) => values.length > 0)
      .map(([key, values]) => [key, spreadOf(values)]),
  );
}

/** The rows of a scenario's table, of those contenders that took part. */
export function rowsOf(scenario: Scenario, samples: readonly Sample[]): Row[] {
  const { metrics, baselines, entries } = scenario;
  const [{ key: compared }] = metrics;
  return entries
    .map(({ group, name }) => {
      const column = (who: string, metric: string): Measured[] =>
        measuredAt(samples, { scenario: scenario.name, group, name: who, metric });
      const rivals = baselines.filter((baseline) => baseline !== name);
      return {
        group,
        name,
        values: spreads(
          metrics.map(({ key }) => [key, column(name, key).map(({ value }) => value)]),
        ),
        ratios: spreads(
          rivals.map((rival) => [rival, ratiosOf(column(name, compared), column(rival, compared))]),
        ),
      };
    })
    .filter(({ values }) => values[compared] !== undefined);
}
