import { ADAPTERS, type AdapterName, GUARDING } from '../contenders/contender.js';
import { assertAnswers, assertGuards } from '../load/contract.js';
import { CONNECTIONS } from '../load/http-load.js';
import { type Measurement, measureServer } from '../load/measure-server.js';
import { webhookRequest } from '../load/requests.js';
import type { ForgedToken } from '../workload/forge.js';
import { HTTP_METRICS } from './metrics.js';
import type { Context, Entry, Scenario } from './scenario.js';

export type Guarding = (typeof GUARDING)[number];

/** A webhook that gets these tokens, all of them good. */
export function guarding(
  name: Guarding,
  adapter: AdapterName,
  { keys }: Context,
  tokens: readonly ForgedToken[],
): Measurement {
  const assertGood = name === 'unguarded' ? assertAnswers : assertGuards;
  return {
    server: { contender: `guarding/${name}`, adapter, keys },
    requests: tokens.map(webhookRequest),
    status: 200,
    check: (url) => assertGood(`${name} (${adapter})`, url, keys),
  };
}

function entriesWith(count: number | undefined): readonly Entry[] {
  return ADAPTERS.flatMap((adapter) =>
    GUARDING.map((name) => ({
      group: adapter,
      name,
      measure: async (context) => {
        const tokens = (await context.stock.distinct()).slice(0, count);
        return measureServer(context, guarding(name, adapter, context, tokens));
      },
    })),
  );
}

const COMMON = { metrics: HTTP_METRICS, baselines: ['unguarded', 'nest-docs'] } as const;

export const GUARD_REPEATED: Scenario = {
  ...COMMON,
  name: 'guard-repeated',
  title: 'Guarding a webhook, one token for each chat',
  about: 'Kindly forwards one token with every webhook of a chat: 16 connections, a token each.',
  entries: entriesWith(CONNECTIONS),
};

export const GUARD_DISTINCT: Scenario = {
  ...COMMON,
  name: 'guard-distinct',
  title: 'Guarding a webhook, every token another one',
  about: 'No token comes again before more others have come than a cache holds.',
  entries: entriesWith(undefined),
};
