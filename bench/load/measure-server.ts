import { setTimeout } from 'node:timers/promises';
import { Child, withChild } from '../processes/child.js';
import type { ServerQuestions, StartServer, Usage } from '../processes/server.js';
import type { Context, Values } from '../scenarios/scenario.js';
import { applyLoad } from './http-load.js';
import type { LoadRequest } from './requests.js';

export type ServerChild = Child<ServerQuestions>;

/** What a server is asked, and what happens around it. */
export interface Measurement {
  readonly server: StartServer;
  readonly requests: readonly LoadRequest[];
  /** Status of every answer. */
  readonly status: number;
  /** Looks whether the server does what is measured. @throws BenchError when it does not */
  readonly check: (url: string) => Promise<void>;
  /** What happens at the same time, for so many seconds. */
  readonly beside?: (url: string, seconds: number) => Promise<Values>;
}

/** Cores that were busy between two looks. */
function coresBetween(before: Usage, after: Usage): number {
  return (after.cpu - before.cpu) / (after.at - before.at);
}

function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, at: performance.now() * 1000, memory: 0 };
}

/** How busy server and load generator are meanwhile: who is not, was not the limit. */
async function watchCores(
  child: ServerChild,
  meanwhile: () => Promise<Values | undefined>,
): Promise<Values> {
  const [before, ownBefore] = [await child.ask('usage', undefined), ownUsage()];
  const seen = await meanwhile();
  const [after, ownAfter] = [await child.ask('usage', undefined), ownUsage()];
  return {
    ...seen,
    serverCores: coresBetween(before, after),
    loadCores: coresBetween(ownBefore, ownAfter),
  };
}

/** Starts a server. @returns its URL */
export async function startServer(child: ServerChild, given: StartServer): Promise<string> {
  return `http://127.0.0.1:${await child.ask('start', given)}`;
}

/**
 * Measures one server in a process of its own, which is started, warmed up, measured and ended: what
 * the compiler made of it in one round is not the fate of all rounds.
 *
 * @throws BenchError when the server does not do what it should
 */
export function measureServer(
  { settings: { duration, warmup } }: Context,
  { server, requests, status, check, beside }: Measurement,
): Promise<Values> {
  return withChild<ServerQuestions, Values>(new Child('processes/server.js'), async (child) => {
    const url = await startServer(child, server);
    await check(url);
    const meanwhile = async (): Promise<Values | undefined> => {
      const [seen] = await Promise.all([
        beside?.(url, duration),
        setTimeout(duration * 1000, undefined),
      ]);
      return seen;
    };
    const [load, seen] = await applyLoad({ url, requests, status, warmup }, () =>
      watchCores(child, meanwhile),
    );
    const cpu = (Number(seen['serverCores']) / load.rate) * 1_000_000;
    return { ...load, ...seen, cpu };
  });
}
