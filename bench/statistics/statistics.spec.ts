import { describe, expect, it } from 'vitest';
import { median, quantile, ratiosOf, spreadOf } from './statistics.js';

describe('median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[10, 9, 1, 2], 5.5],
    [[1, 2], 1.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves the values as they are', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing does not exist', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('%d of 1…100 is %d', (share, expected) => {
    expect(quantile(hundred, share)).toBe(expected);
  });

  it('of few values is the largest, not one between two', () => {
    expect(quantile([1, 2, 30], 0.99)).toBe(30);
  });
});

it('a spread has the middle and both ends', () => {
  expect(spreadOf([4, 8, 5])).toEqual({ median: 5, min: 4, max: 8 });
});

describe('ratios', () => {
  it('compare within a round, in whatever order the values come', () => {
    const ours = [
      { round: 0, value: 20 },
      { round: 1, value: 10 },
    ];
    const theirs = [
      { round: 1, value: 5 },
      { round: 0, value: 5 },
    ];
    expect(ratiosOf(ours, theirs)).toEqual([4, 2]);
  });

  it('leave out a round that the other one does not have, or in which it did nothing', () => {
    const ours = [0, 1, 2].map((round) => ({ round, value: 6 }));
    const theirs = [
      { round: 0, value: 0 },
      { round: 2, value: 3 },
    ];
    expect(ratiosOf(ours, theirs)).toEqual([2]);
  });
});
