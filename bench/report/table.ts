import type { Scenario } from '../scenarios/scenario.js';
import type { Spread } from '../statistics/statistics.js';
import type { Row } from './summary.js';

/** Texts in rows and columns. Those of the first columns stand on the left, numbers on the right. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns are words. */
  readonly words: number;
}

/** `12,345.6`, the same on every machine. */
export function formatNumber(value: number, digits: number): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function middle(spread: Spread | undefined, digits: number): string {
  return spread ? formatNumber(spread.median, digits) : '';
}

function ends(spread: Spread | undefined, digits: number): string {
  if (!spread) return '';
  return `${formatNumber(spread.min, digits)}…${formatNumber(spread.max, digits)}`;
}

/** The first metric with its spread and its ratios, then the medians of the others. */
export function scenarioTable(scenario: Scenario, rows: readonly Row[]): Table {
  const [first, ...others] = scenario.metrics;
  const baselines = scenario.baselines.filter((baseline) =>
    rows.some(({ ratios }) => ratios[baseline] !== undefined),
  );
  return {
    words: 2,
    head: [
      '',
      '',
      first.title,
      'min…max',
      ...baselines.map((baseline) => `× ${baseline}`),
      ...others.map(({ title }) => title),
    ],
    rows: rows.map(({ group, name, values, ratios }) => [
      group,
      name,
      middle(values[first.key], first.digits),
      ends(values[first.key], first.digits),
      ...baselines.map((baseline) => middle(ratios[baseline], 2)),
      ...others.map(({ key, digits }) => middle(values[key], digits)),
    ]),
  };
}

/** For the terminal, in columns. */
export function alignedLines({ head, rows, words }: Table): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((text, column) =>
        column < words ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** For a page; prettier puts its columns under each other. */
export function markdownTable({ head, rows, words }: Table): string {
  const rule = head.map((_, column) => (column < words ? '---' : '--:'));
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
