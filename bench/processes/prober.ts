import { Agent, get } from 'node:http';
import { setInterval } from 'node:timers/promises';
import { quantile } from '../statistics/statistics.js';
import { answer } from './questions.js';

export interface Probe {
  readonly url: string;
  readonly seconds: number;
}

/** Milliseconds from one request to the next, unless the answer takes longer. */
const PACE = 5;

/** Milliseconds that the bystander waited. */
export interface Waited {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** @returns milliseconds until the answer has been read */
function ask(url: string, agent: Agent): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The bystander: ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - from));
    }).on('error', reject);
  });
}

/** One visitor who asks at a modest pace, in a process that has nothing else to do. */
async function probe({ url, seconds }: Probe): Promise<Waited> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const end = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  const pace = setInterval(PACE, () => ask(url, agent));
  for await (const askAgain of pace) {
    latencies.push(await askAgain());
    if (performance.now() > end) break;
  }
  agent.destroy();
  return {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
  };
}

export const PROBER = { probe };
export type ProberQuestions = typeof PROBER;

answer(PROBER);
