import { sendOnce } from '../load/http-load.js';
import { type ServerChild, startServer } from '../load/measure-server.js';
import { webhookRequest } from '../load/requests.js';
import { Child, withChild } from '../processes/child.js';
import type { ServerQuestions } from '../processes/server.js';
import { allInTurn } from '../statistics/order.js';
import { forge } from '../workload/forge.js';
import { forgeMany } from '../workload/token-stock.js';
import type { Guarding } from './guard.js';
import type { Context, Scenario, Values } from './scenario.js';

/** Made, sent and forgotten: a million tokens at once would be a gigabyte of ours. */
const BATCH = 10_000;
const MEGABYTE = 1024 * 1024;

/** Lets the server accept tokens that it has never seen, from one number to another. */
async function sendTokens(url: string, { keys }: Context, from: number, to: number): Promise<void> {
  const { privateKey } = keys;
  const starts = Array.from({ length: Math.ceil((to - from) / BATCH) }, (_, n) => from + n * BATCH);
  await allInTurn(starts, async (start) => {
    const count = Math.min(BATCH, to - start);
    const tokens = await forgeMany((number) => forge({ privateKey, number }), count, start);
    return sendOnce({ url, requests: tokens.map(webhookRequest), status: 200 });
  });
}

async function megabytesOf(child: ServerChild): Promise<number> {
  return (await child.ask('usage', undefined)).memory / MEGABYTE;
}

function measure(name: Guarding, context: Context): Promise<Values> {
  const [early, late] = context.settings.memoryTokens;
  const server = new Child<ServerQuestions>('processes/server.js', ['--expose-gc']);
  return withChild(server, async (child) => {
    const { keys } = context;
    const contender = `guarding/${name}` as const;
    const url = await startServer(child, { contender, adapter: 'Fastify', keys });
    await sendTokens(url, context, 0, early);
    const before = await megabytesOf(child);
    await sendTokens(url, context, early, late);
    const after = await megabytesOf(child);
    return { growth: (after / before - 1) * 100, before, after };
  });
}

/** One remembers nothing, one a thousand tokens, and ours what it does by default. */
const NAMES = ['nest-docs', 'fast-jwt-cache', 'kindly'] as const satisfies readonly Guarding[];

export const MEMORY: Scenario = {
  name: 'memory',
  title: 'Memory',
  about:
    'Resident memory of the guarded Fastify server after 100,000 tokens that all differ, and after a million.',
  metrics: [
    { key: 'growth', title: 'growth %', digits: 1 },
    { key: 'before', title: 'MB after 100,000', digits: 1 },
    { key: 'after', title: 'MB after 1,000,000', digits: 1 },
  ],
  baselines: [],
  entries: NAMES.map((name) => ({
    group: 'Fastify',
    name,
    measure: (context) => measure(name, context),
  })),
  isLong: true,
};
