import type { Contender } from '../contenders/registry.js';
import { ask, expectStatus } from '../load/ask.js';
import { startServer } from '../load/measure-server.js';
import { Child, withChild } from '../processes/child.js';
import type { ServerQuestions } from '../processes/server.js';
import { jobEntry } from './micro.js';
import type { Context, Entry, Scenario, Values } from './scenario.js';

const PING = { method: 'GET', path: '/ping', headers: {} } as const;

/** From the start of the process to its first answer. */
async function timeStart({ keys }: Context, contender: Contender): Promise<Values> {
  const from = performance.now();
  return withChild(new Child<ServerQuestions>('processes/server.js'), async (child) => {
    const url = await startServer(child, { contender, adapter: 'Fastify', keys });
    expectStatus(contender, await ask(url, PING), 200);
    return { millis: performance.now() - from };
  });
}

function processEntry(name: string, contender: Contender): Entry {
  return {
    group: 'process',
    name,
    measure: (context) => timeStart(context, contender),
  };
}

const NAMES = ['without', 'with'] as const;

export const BOOT: Scenario = {
  name: 'boot',
  title: 'Starting',
  about:
    'With our library and without it: importing it over its peers, booting the module (which reads and tries its key), and a Fastify app from the start of its process to its first answer.',
  metrics: [{ key: 'millis', title: 'ms', digits: 0 }],
  baselines: ['without'],
  entries: [
    ...['import', 'module'].flatMap((group) =>
      NAMES.map((name) => jobEntry({ group, name, job: 'boot', task: `${group} ${name}` })),
    ),
    processEntry('without', 'guarding/unguarded'),
    processEntry('with', 'guarding/kindly'),
  ],
};
