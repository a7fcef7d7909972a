import type { PemPair } from '../workload/keys.js';
import type { TokenStock } from '../workload/token-stock.js';

/** What one measurement of one contender has brought, by the names of {@link Metric}. */
export type Values = Readonly<Record<string, number>>;

/** A column of a table. */
export interface Metric {
  readonly key: string;
  readonly title: string;
  /** Behind the decimal point. */
  readonly digits: number;
}

/** How long it takes, and who takes part. */
export interface Settings {
  /** To see that it works; the figures are noise. */
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Seconds of each measurement. */
  readonly duration: number;
  /** Seconds before each measurement. */
  readonly warmup: number;
  /** Tokens that differ: more than any contender's cache holds. */
  readonly tokens: number;
  /** Tokens after which memory is read, first and last. */
  readonly memoryTokens: readonly [number, number];
  /** Contenders by name; all of them when none is named. */
  readonly contenders: readonly string[];
}

/** What is the same for all measurements of a run. */
export interface Context {
  readonly settings: Settings;
  readonly keys: PemPair;
  readonly stock: TokenStock;
}

/** One contender, in one place: a row of the table. */
export interface Entry {
  /** Within it contenders are compared: the adapter, the number of claims. */
  readonly group: string;
  readonly name: string;
  measure(context: Context): Promise<Values>;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** In one sentence: what happens. */
  readonly about: string;
  /** The first one is compared. */
  readonly metrics: readonly [Metric, ...Metric[]];
  /** Those whom each is compared with. */
  readonly baselines: readonly string[];
  readonly entries: readonly Entry[];
  /** Takes minutes, and part only when it is asked for. */
  readonly isLong?: boolean;
}

/** What one contender did in one round. */
export interface Sample {
  readonly scenario: string;
  readonly group: string;
  readonly name: string;
  readonly round: number;
  readonly values: Values;
}
