import type { Sample } from '../scenarios/scenario.js';
import { ratiosOf, type Spread, spreadOf } from '../statistics/statistics.js';
import { measuredAt, type Place } from './summary.js';
import { formatNumber, type Table } from './table.js';

/** What this library wants to reach, as a ratio within one run. */
interface Target {
  readonly what: string;
  readonly at: Place;
  /** Contender of the same group that it is compared with; without one the value itself counts. */
  readonly against?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Reached {
  readonly what: string;
  /** `≥ 4.5` */
  readonly target: string;
  readonly measured: Spread | undefined;
  readonly verdict: 'met' | 'missed' | 'not measured';
}

const ADAPTERS = ['Fastify', 'Express'];

function kindly(scenario: string, group: string, metric = 'rate'): Place {
  return { scenario, group, name: 'kindly', metric };
}

function refused(name: string): Place {
  return { scenario: 'refuse', group: 'kindly', name, metric: 'rate' };
}

const TARGETS: readonly Target[] = [
  {
    what: '`issue()` at concurrency 16 against raw `crypto.sign`',
    at: kindly('sign-micro', 'pool'),
    against: 'raw',
    atLeast: 0.9,
  },
  ...[4.5, 2.8].map((atLeast, index) => ({
    what: `token endpoint against the NestJS docs’ style, ${ADAPTERS[index]}`,
    at: kindly('issue', String(ADAPTERS[index])),
    against: 'nest-docs',
    atLeast,
  })),
  ...ADAPTERS.map((adapter) => ({
    what: `p99 of a bystander against the NestJS docs’ style, ${adapter}`,
    at: kindly('bystander', adapter, 'p99'),
    against: 'nest-docs',
    atMost: 0.25,
  })),
  {
    what: 'guarded against unguarded, Fastify, repeated tokens',
    at: kindly('guard-repeated', 'Fastify'),
    against: 'unguarded',
    atLeast: 0.75,
  },
  {
    what: 'guarded against unguarded, Fastify, every token another one',
    at: kindly('guard-distinct', 'Fastify'),
    against: 'unguarded',
    atLeast: 0.4,
  },
  ...ADAPTERS.map((adapter) => ({
    what: `guarded against the NestJS docs’ style, every token another one, ${adapter}`,
    at: kindly('guard-distinct', adapter),
    against: 'nest-docs',
    atLeast: 2.5,
  })),
  {
    what: 'refusing a bad signature against accepting',
    at: refused('bad signature'),
    against: 'accepted',
    atLeast: 0.9,
  },
  ...['malformed', 'unknown kid', 'alg HS256', 'alg none'].map((kind) => ({
    what: `refusing (${kind}) against accepting`,
    at: refused(kind),
    against: 'accepted',
    atLeast: 2,
  })),
  {
    what: 'memory from 100,000 to 1,000,000 tokens, growth in %',
    at: kindly('memory', 'Fastify', 'growth'),
    atMost: 5,
  },
];

function valuesOf({ at, against }: Target, samples: readonly Sample[]): readonly number[] {
  const measured = measuredAt(samples, at);
  return against === undefined
    ? measured.map(({ value }) => value)
    : ratiosOf(measured, measuredAt(samples, { ...at, name: against }));
}

function reachedOf(target: Target, samples: readonly Sample[]): Reached {
  const { what, atLeast = -Infinity, atMost = Infinity } = target;
  const goal = target.atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  const values = valuesOf(target, samples);
  if (values.length === 0) {
    return { what, target: goal, measured: undefined, verdict: 'not measured' };
  }
  const measured = spreadOf(values);
  const isMet = measured.median >= atLeast && measured.median <= atMost;
  return { what, target: goal, measured, verdict: isMet ? 'met' : 'missed' };
}

/** Nothing fails because something was slow: whoever reads the table decides. */
export function reachOf(samples: readonly Sample[]): Reached[] {
  return TARGETS.map((target) => reachedOf(target, samples));
}

export function reachTable(reached: readonly Reached[]): Table {
  return {
    words: 1,
    head: ['what', 'target', 'measured', 'min…max', ''],
    rows: reached.map(({ what, target, measured, verdict }) => [
      what,
      target,
      measured ? formatNumber(measured.median, 2) : '',
      measured ? `${formatNumber(measured.min, 2)}…${formatNumber(measured.max, 2)}` : '',
      verdict,
    ]),
  };
}
