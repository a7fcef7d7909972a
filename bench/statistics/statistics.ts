/** The values in the middle and at both ends: few rounds say no more than that. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('There is no value to look at.');
  return values.toSorted((one, other) => one - other);
}

/**
 * The smallest value that `share` of all values do not exceed: of 100 values the 99th for 0.99. It is
 * always one that was measured, never one between two.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const half = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return (low + high) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** What was measured in one round. */
export interface Measured {
  readonly round: number;
  readonly value: number;
}

/**
 * One contender against another, round by round: what slows the machine down for a while slows down
 * both of a round. A round that only one of them has says nothing.
 */
export function ratiosOf(values: readonly Measured[], baseline: readonly Measured[]): number[] {
  return values.flatMap(({ round, value }) => {
    const other = baseline.find((one) => one.round === round);
    return other && other.value !== 0 ? [value / other.value] : [];
  });
}
