import type { RecordableHistogram } from 'node:perf_hooks';
import type { Kind } from '../traffic/ask.js';
import type { Ledger, Tally } from '../traffic/ledger.js';
import type { SoakSettings } from './arguments.js';
import type { Slope } from './memory.js';

/** How long good answers of one kind took, in milliseconds. */
export interface Latency {
  readonly kind: Kind;
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** All that a soak has found out; `--json` writes it. */
export interface SoakResult {
  readonly settings: SoakSettings;
  readonly node: string;
  readonly seconds: number;
  /** Good requests that succeeded. */
  readonly good: number;
  /** Bad requests that were refused with the right code. */
  readonly refused: number;
  readonly visits: number;
  readonly acceptedTickets: number;
  readonly lostTickets: readonly string[];
  /** What must not have been, in words. */
  readonly mistakes: readonly string[];
  /** It ended before its time. */
  readonly isCutShort: boolean;
  readonly latencies: readonly Latency[];
  readonly answers: readonly Tally[];
  readonly byReplica: Readonly<Record<string, number>>;
  readonly memory: readonly Slope[];
}

function latencyOf(kind: Kind, histogram: RecordableHistogram): Latency {
  const at = (percentile: number): number => histogram.percentile(percentile) / 1000;
  return {
    kind,
    count: histogram.count,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    max: histogram.max / 1000,
  };
}

export function latenciesOf({ latencies }: Ledger): readonly Latency[] {
  return [...latencies].map(([kind, histogram]) => latencyOf(kind, histogram));
}

/** Whether every good request succeeded, every bad one was refused, and nothing was lost. */
export function isCorrect({ mistakes, lostTickets, good, refused }: SoakResult): boolean {
  return mistakes.length + lostTickets.length === 0 && good > 0 && refused > 0;
}
