import { ADAPTERS, type AdapterName, BROKEN, ISSUING } from '../contenders/contender.js';
import { assertIssues } from '../load/contract.js';
import { type Measurement, measureServer } from '../load/measure-server.js';
import { tokenRequest } from '../load/requests.js';
import { HTTP_METRICS } from './metrics.js';
import type { Context, Entry, Scenario } from './scenario.js';

/** Chats that ask for tokens. */
const CHATS = 256;

/** A server that issues tokens as fast as it is asked for them. */
export function issuing(
  name: (typeof ISSUING)[number] | typeof BROKEN,
  adapter: AdapterName,
  { keys }: Context,
): Measurement {
  return {
    server: { contender: `issuing/${name}`, adapter, keys },
    requests: Array.from({ length: CHATS }, (_, number) => tokenRequest(number)),
    status: 200,
    check: (url) => assertIssues(`${name} (${adapter})`, url, keys),
  };
}

const ENTRIES: readonly Entry[] = ADAPTERS.flatMap((adapter) =>
  ([...ISSUING, BROKEN] as const).map((name) => ({
    group: adapter,
    name,
    measure: (context) => measureServer(context, issuing(name, adapter, context)),
  })),
);

export const ISSUE: Scenario = {
  name: 'issue',
  title: 'Issuing tokens',
  about: '16 connections ask the token endpoint as fast as it answers.',
  metrics: HTTP_METRICS,
  baselines: ['nest-docs'],
  entries: ENTRIES,
};
