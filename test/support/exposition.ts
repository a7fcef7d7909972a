/** A series of metrics with its labels, and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All samples that belong to one `# TYPE`. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\S+)$`);
const VALUE = /^(?:[+-]Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;
const TYPES = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

/** What the name of a sample may have behind that of its family. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

function assert(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new Error(`not of the exposition format: ${problem}`);
}

function parseValue(value: string): number {
  assert(VALUE.test(value), `the value ${value}`);
  return Number(value.replace(/Inf$/i, 'Infinity'));
}

function parseSample(line: string): Sample {
  const [, name = '', labels = ''] = SAMPLE.exec(line) ?? [];
  assert(name !== '', line);
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(
    ([, label = '', value = '']) => [label, value] as const,
  );
  assert(new Set(pairs.map(([label]) => label)).size === pairs.length, `a label twice in ${line}`);
  return {
    name,
    labels: Object.fromEntries(pairs),
    value: parseValue(line.split(' ').at(-1) ?? ''),
  };
}

function keyOf({ name, labels }: Sample, without = ''): string {
  const names = Object.keys(labels).filter((label) => label !== without);
  return JSON.stringify([name, names.toSorted().map((label) => [label, labels[label]])]);
}

function assertHistogram({ name, samples }: Family): void {
  const counts = samples.filter((sample) => sample.name === `${name}_count`);
  for (const count of counts) {
    const buckets = samples.filter(
      (sample) => keyOf(sample, 'le') === keyOf({ ...count, name: `${name}_bucket` }),
    );
    const bounds = buckets.map(({ labels }) => parseValue(labels['le'] ?? ''));
    const values = buckets.map(({ value }) => value);
    assert(String(bounds) === String(bounds.toSorted((a, b) => a - b)), `the order of ${name}`);
    assert(String(values) === String(values.toSorted((a, b) => a - b)), `the buckets of ${name}`);
    assert(bounds.at(-1) === Infinity && values.at(-1) === count.value, `the end of ${name}`);
  }
}

function assertFamily(family: Family): Family {
  const { name, type, samples } = family;
  assert(TYPES.has(type), `the type ${type}`);
  const names = new Set((SUFFIXES[type] ?? ['']).map((suffix) => name + suffix));
  for (const sample of samples) assert(names.has(sample.name), `${sample.name} under ${name}`);
  assert(new Set(samples.map((sample) => keyOf(sample))).size === samples.length, `${name} twice`);
  // What Prometheus' own linter asks beyond the format.
  assert(type !== 'counter' || name.endsWith('_total'), `the counter ${name} without _total`);
  if (type === 'histogram') assertHistogram(family);
  return family;
}

/**
 * Reads a page of metrics as Prometheus does, and more strictly: no timestamps, a text of help for each family.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 * @throws Error for the first line that is not of the format, version 0.0.4
 */
export function parseExposition(page: string): readonly Family[] {
  assert(page.endsWith('\n'), 'no line feed at the end');
  const blocks = page.split(/^(?=# HELP )/m);
  const families = blocks.map((block) => {
    const [help = '', type = '', ...lines] = block.split('\n').filter((line) => line !== '');
    const [, name = ''] = new RegExp(`^# HELP (${NAME}) \\S`).exec(help) ?? [];
    assert(name !== '' && type.startsWith(`# TYPE ${name} `), help);
    const samples = lines.map(parseSample);
    return assertFamily({ name, type: type.split(' ')[3] ?? '', samples });
  });
  assert(new Set(families.map(({ name }) => name)).size === families.length, 'a family twice');
  return families;
}
