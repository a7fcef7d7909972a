import { spawnSync } from 'node:child_process';
import { Child, withChild } from '../processes/child.js';
import type { JobQuestions, StartJob } from '../processes/job.js';
import { CPU, RATE, SERVER_CORES } from './metrics.js';
import type { Context, Entry, Metric, Scenario, Values } from './scenario.js';

type JobName = StartJob['job'];

/** A job in a process of its own. */
function runJob(
  { settings: { duration, warmup }, keys }: Context,
  job: JobName,
  task: string,
): Promise<Values> {
  return withChild(new Child<JobQuestions>('processes/job.js'), (child) =>
    child.ask('run', { job, task, keys, duration, warmup }),
  );
}

interface JobEntry {
  readonly group: string;
  readonly name: string;
  readonly job: JobName;
  readonly task: string;
}

export function jobEntry({ group, name, job, task }: JobEntry): Entry {
  return { group, name, measure: (context) => runJob(context, job, task) };
}

const EACH: Metric = { key: 'micros', title: 'µs each', digits: 1 };
const EACH_P99: Metric = { key: 'p99', title: 'p99 µs', digits: 1 };
const TIMING = [EACH, EACH_P99, RATE] as const;

export const SIGN_MICRO: Scenario = {
  name: 'sign-micro',
  title: 'issue() without HTTP',
  about: '16 callers in one process: `KindlyTokenService.issue()`, and the bare signature.',
  metrics: [RATE, { ...CPU, title: 'CPU µs each' }, { ...SERVER_CORES, title: 'cores' }],
  baselines: ['raw'],
  entries: ['raw', 'kindly'].map((task) =>
    jobEntry({ group: 'pool', name: task, job: 'sign', task }),
  ),
};

export const VERIFY_MICRO: Scenario = {
  name: 'verify-micro',
  title: 'Verifying without HTTP',
  about: 'One token after the other, 256 different ones; a ratio above 1 is slower.',
  metrics: TIMING,
  baselines: ['raw crypto.verify'],
  entries: [
    'raw crypto.verify',
    'jsonwebtoken, KeyObject',
    'jsonwebtoken, PEM',
    'jose',
    'fast-jwt',
    'kindly-no-cache',
  ].map((task) => jobEntry({ group: 'library', name: task, job: 'verify', task })),
};

export const CLAIMS: Scenario = {
  name: 'claims',
  title: 'Claims of the app’s own',
  about: '`KindlyTokenService` with more and more claims; a ratio above 1 is slower.',
  metrics: TIMING,
  baselines: ['1 more'],
  entries: ['issue', 'verify'].flatMap((group) =>
    [1, 10, 50].map((count) =>
      jobEntry({ group, name: `${count} more`, job: 'claims', task: `${group} ${count}` }),
    ),
  ),
};

export const KEYS: Scenario = {
  name: 'keys',
  title: 'Keys that rotate',
  about:
    'The guard with more and more previous keys, for tokens of the current one; a ratio above 1 is slower.',
  metrics: TIMING,
  baselines: ['0 previous'],
  entries: (
    [
      ['with kid', 'kid'],
      ['without kid', 'none'],
    ] as const
  ).flatMap(([group, kid]) =>
    [0, 1, 2, 5, 10].map((count) =>
      jobEntry({ group, name: `${count} previous`, job: 'keys', task: `${kid} ${count}` }),
    ),
  ),
};

export const DIAGNOSTICS: Scenario = {
  name: 'diagnostics',
  title: 'Diagnostics channels',
  about:
    'The guard with a token that it remembers, and `issue()` without its RSA: without any channel, with channels that nobody subscribes to, and with a subscriber on each. A ratio above 1 is slower.',
  metrics: [{ ...EACH, digits: 2 }, { ...EACH_P99, digits: 2 }, RATE],
  baselines: ['without'],
  entries: ['guard', 'issue'].flatMap((group) =>
    ['without', 'nobody', 'subscriber'].map((name) =>
      jobEntry({ group, name, job: 'diagnostics', task: `${group} ${name}` }),
    ),
  ),
};

function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

export const LIMITS: Scenario = {
  name: 'limits',
  title: 'What the machine can do',
  about:
    'RSA-2048 alone: `crypto.sign` on Node’s thread pool, `crypto.verify` on the event loop, and one core with `openssl speed`, where it is installed.',
  metrics: [
    { key: 'sign', title: 'signatures per second', digits: 0 },
    { key: 'verify', title: 'verifications per second', digits: 0 },
  ],
  baselines: [],
  entries: [
    { name: 'node:crypto', task: 'node' },
    ...(hasOpenssl() ? [{ name: 'openssl speed', task: 'openssl' }] : []),
  ].map(({ name, task }) => jobEntry({ group: 'raw', name, job: 'limits', task })),
};
