import { ADAPTERS, ISSUING } from '../contenders/contender.js';
import { measureServer } from '../load/measure-server.js';
import { Child, withChild } from '../processes/child.js';
import type { ProberQuestions } from '../processes/prober.js';
import { issuing } from './issue.js';
import { MAX, P50, P99, RATE } from './metrics.js';
import type { Entry, Scenario, Values } from './scenario.js';

/** The load's latencies make way for those of the bystander. */
function besideWith(prober: Child<ProberQuestions>) {
  return async (url: string, seconds: number): Promise<Values> => ({
    ...(await prober.ask('probe', { url: `${url}/ping`, seconds })),
  });
}

const ENTRIES: readonly Entry[] = ADAPTERS.flatMap((adapter) =>
  ISSUING.map((name) => ({
    group: adapter,
    name,
    measure: (context) =>
      withChild(new Child<ProberQuestions>('processes/prober.js'), (prober) =>
        measureServer(context, {
          ...issuing(name, adapter, context),
          beside: besideWith(prober),
        }),
      ),
  })),
);

export const BYSTANDER: Scenario = {
  name: 'bystander',
  title: 'A bystander, while tokens are issued',
  about:
    'A process of its own asks a route that has nothing to do with tokens, every 5 ms, while 16 connections ask the token endpoint as fast as it answers.',
  metrics: [P99, P50, MAX, { ...RATE, title: 'tokens per second' }],
  baselines: ['nest-docs'],
  entries: ENTRIES,
};
