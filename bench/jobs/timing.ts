import { Bench } from 'tinybench';
import type { Values } from '../scenarios/scenario.js';
import type { JobSettings } from './job.js';

/** Like the connections of the load generator. */
export const CONCURRENCY = 16;

/** What one call costs when nothing else happens: µs in the middle, and calls per second. */
export async function timeEach(
  act: () => unknown,
  { duration, warmup }: JobSettings,
): Promise<Values> {
  const bench = new Bench({ time: duration * 1000, warmupTime: warmup * 1000, throws: true });
  bench.add('it', () => act());
  const [task] = await bench.run();
  const { latency, throughput } = { ...task?.result } as {
    readonly latency?: { readonly p50: number; readonly p99: number };
    readonly throughput?: { readonly mean: number };
  };
  if (!latency || !throughput) throw new Error('Tinybench has no result.');
  return { micros: latency.p50 * 1000, p99: latency.p99 * 1000, rate: throughput.mean };
}

async function* calls(act: () => Promise<unknown>, until: number): AsyncGenerator<number> {
  while (performance.now() < until) yield act().then(() => 1);
}

/** @returns how often it was done */
async function repeat(act: () => Promise<unknown>, until: number): Promise<number> {
  let count = 0;
  for await (const one of calls(act, until)) count += one;
  return count;
}

async function repeatAtOnce(act: () => Promise<unknown>, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const counts = await Promise.all(Array.from({ length: CONCURRENCY }, () => repeat(act, until)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** How often per second it is done when 16 callers do it one time after the other. */
export async function rateAtOnce(
  act: () => Promise<unknown>,
  { duration, warmup }: JobSettings,
): Promise<Values> {
  await repeatAtOnce(act, warmup);
  const [from, before] = [performance.now(), process.cpuUsage()];
  const count = await repeatAtOnce(act, duration);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = user + system;
  return { rate: count / seconds, cpu: cpu / count, serverCores: cpu / 1_000_000 / seconds };
}
