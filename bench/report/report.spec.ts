import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample, Scenario, Settings } from '../scenarios/scenario.js';
import { SCENARIOS } from '../scenarios/scenarios.js';
import { replaceSection, writePage } from './page.js';
import { reachOf } from './reach.js';
import { readRuns, resultsOf } from './results.js';
import { rowsOf } from './summary.js';
import { alignedLines, markdownTable, scenarioTable } from './table.js';

const SCENARIO: Scenario = {
  name: 'race',
  title: 'A race',
  about: 'Who is faster?',
  metrics: [
    { key: 'rate', title: 'per second', digits: 0 },
    { key: 'p99', title: 'p99 ms', digits: 1 },
  ],
  baselines: ['snail'],
  entries: ['snail', 'hare', 'absent'].map((name) => ({
    group: 'field',
    name,
    measure: () => Promise.resolve({}),
  })),
};

function samplesOf(
  name: string,
  rates: readonly number[],
  scenario = 'race',
  group = 'field',
): Sample[] {
  return rates.map((rate, round) => ({
    scenario,
    group,
    name,
    round,
    values: { rate, p99: 1.25 },
  }));
}

const SAMPLES = [...samplesOf('snail', [10, 20, 10]), ...samplesOf('hare', [2000, 2000, 1500])];

describe('a table', () => {
  const table = scenarioTable(SCENARIO, rowsOf(SCENARIO, SAMPLES));

  it('has medians, the ends, and the median of the ratios of each round', () => {
    expect(table.head).toEqual(['', '', 'per second', 'min…max', '× snail', 'p99 ms']);
    expect(table.rows).toEqual([
      ['field', 'snail', '10', '10…20', '', '1.3'],
      ['field', 'hare', '2,000', '1,500…2,000', '150.00', '1.3'],
    ]);
  });

  it('has no column for somebody who did not take part', () => {
    const alone = scenarioTable(SCENARIO, rowsOf(SCENARIO, samplesOf('hare', [3])));
    expect(alone.head).not.toContain('× snail');
    expect(alone.rows).toHaveLength(1);
  });

  it('stands in columns on the terminal, words on the left and numbers on the right', () => {
    expect(
      alignedLines({
        words: 1,
        head: ['', 'rate'],
        rows: [
          ['a', '1,000'],
          ['bc', '2'],
        ],
      }),
    ).toEqual(['     rate', 'a   1,000', 'bc      2']);
  });

  it('is a table of Markdown on the page', () => {
    expect(markdownTable({ words: 1, head: ['who', 'rate'], rows: [['a', '1']] })).toBe(
      '| who | rate |\n| --- | --: |\n| a | 1 |',
    );
  });
});

describe('what is to be reached', () => {
  const verdictOf = (samples: readonly Sample[], part: string): string | undefined =>
    reachOf(samples).find(({ what }) => what.includes(part))?.verdict;

  const endpoint = (ours: number): Sample[] => [
    ...samplesOf('nest-docs', [100], 'issue', 'Fastify'),
    ...samplesOf('kindly', [ours], 'issue', 'Fastify'),
  ];

  it.each([
    [450, 'met'],
    [449, 'missed'],
  ])('at least 4.5 times: %d of 100 is %s', (ours, verdict) => {
    expect(
      verdictOf(endpoint(ours), 'token endpoint against the NestJS docs’ style, Fastify'),
    ).toBe(verdict);
  });

  it.each([
    [25, 'met'],
    [26, 'missed'],
  ])('at most a quarter: %d of 100 is %s', (p99, verdict) => {
    const place = { scenario: 'bystander', group: 'Express', round: 0 };
    const samples = [
      { ...place, name: 'nest-docs', values: { p99: 100 } },
      { ...place, name: 'kindly', values: { p99 } },
    ];
    expect(verdictOf(samples, 'bystander against the NestJS docs’ style, Express')).toBe(verdict);
  });

  it('what was not measured is neither', () => {
    expect(new Set(reachOf([]).map(({ verdict }) => verdict))).toEqual(new Set(['not measured']));
  });

  it('names contenders that there are', () => {
    const samples = SCENARIOS.flatMap(({ name: scenario, metrics, entries }) =>
      entries.map(({ group, name }) => ({
        scenario,
        group,
        name,
        round: 0,
        values: Object.fromEntries(metrics.map(({ key }) => [key, 1])),
      })),
    );
    expect(reachOf(samples).map(({ verdict }) => verdict)).not.toContain('not measured');
  });
});

describe('runs that are put together', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kindly-bench-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const settings: Settings = {
    isQuick: false,
    rounds: 1,
    duration: 1,
    warmup: 1,
    tokens: 1,
    contenders: [],
    memoryTokens: [1, 2],
  };
  const machine = { cpu: 'a', cores: 1, memory: 1, system: 'b', versions: {} };

  function fileOf(name: string, scenario: string, rate: number, given: object = {}): string {
    const file = join(folder, `${name}.json`);
    const samples = samplesOf('snail', [rate], scenario);
    const run = { machine, settings: { ...settings, ...given }, scenarios: [scenario], samples };
    writeFileSync(file, JSON.stringify(resultsOf(run)));
    return file;
  }

  it('have of each scenario the last', () => {
    const files = [fileOf('a', 'race', 1), fileOf('b', 'jump', 2), fileOf('c', 'race', 3)];
    const { scenarios, samples } = readRuns(files);
    expect(scenarios).toEqual(['jump', 'race']);
    expect(samples.map(({ values }) => values['rate'])).toEqual([2, 3]);
  });

  it('may be of other contenders, and of nothing else', () => {
    const file = fileOf('d', 'race', 1);
    expect(() => readRuns([file, fileOf('e', 'jump', 1, { contenders: ['snail'] })])).not.toThrow();
    expect(() => readRuns([file, fileOf('f', 'jump', 1, { duration: 2 })])).toThrow(
      'do not compare',
    );
  });

  it('make no page when they were quick', async () => {
    const quick = readRuns([fileOf('g', 'race', 1, { isQuick: true })]);
    await expect(writePage(quick, { tokens: [], caches: [] })).rejects.toThrow('quick');
  });
});

describe('a section of the page', () => {
  const page = 'before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n';

  it('is replaced, and nothing else', () => {
    expect(replaceSection(page, 'figures', '$& new')).toBe(
      'before\n<!-- figures -->\n\n$& new\n\n<!-- end of figures -->\nafter\n',
    );
  });

  it('that the page does not have is not made up', () => {
    expect(() => replaceSection(page, 'fleet', 'new')).toThrow('no section "fleet"');
  });
});
