import { describe, expect, it } from 'vitest';
import { readSoak } from './arguments.js';
import { slopeOf, slopeOfSeries } from './memory.js';
import { alignedLines } from './table.js';

const line = (minutes: readonly number[], slope: number) =>
  minutes.map((minute) => ({ minute, mebibytes: 100 + slope * minute }));

describe('the line through the memory of a process', () => {
  it.each([2.5, 0, -3])('rises by %d MiB a minute', (slope) => {
    expect(slopeOf(line([0, 1, 2, 5], slope))).toBeCloseTo(slope);
  });

  it('lies between samples that lie on both sides of it', () => {
    const samples = [1, 3, 2, 4].map((mebibytes, minute) => ({ minute, mebibytes }));
    expect(slopeOf(samples)).toBeCloseTo(0.8);
  });

  it.each([[[]], [[3]], [[3, 3]]])('is none through samples of the minutes %j', (minutes) => {
    expect(slopeOf(line(minutes, 1))).toBeUndefined();
  });

  it('does not hold the warm-up for a leak', () => {
    const samples = [...line([0, 1], 50), ...line([2, 3, 4, 8], 0)];
    const series = { name: 'replica-1', pid: 1, samples };
    expect(slopeOfSeries(series)).toMatchObject({ minutes: 8, first: 100, slope: 0 });
  });

  it('is not drawn through a few seconds', () => {
    const series = { name: 'replica-1', pid: 1, samples: line([0, 0.1, 0.2], 9) };
    expect(slopeOfSeries(series).slope).toBeUndefined();
  });
});

describe('the flags of a soak', () => {
  it('have defaults', () => {
    expect(readSoak([])).toMatchObject({ minutes: 10, replicas: 3, visitors: 6, chatters: 4 });
  });

  it.each([
    [['--minutes', '0'], '--minutes must be a number above zero'],
    [['--minutes', 'ten'], '--minutes must be a number above zero'],
    [['--replicas', '1'], '--replicas must be a whole number from 2 on'],
    [['--visitors', '1.5'], '--visitors must be a whole number from 1 on'],
    [['--hours', '1'], "Unknown option '--hours'"],
  ])('are refused when they are %j', (words, message) => {
    expect(() => readSoak(words)).toThrow(message);
  });
});

it('puts words on the left, and numbers on the right', () => {
  const table = { words: 1, head: ['kind', 'count'], rows: [['order', '7']] };
  expect(alignedLines(table)).toEqual(['  kind   count', '  order      7']);
});
