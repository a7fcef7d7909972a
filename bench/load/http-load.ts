import { EventEmitter, once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { BenchError } from '../bench.error.js';
import { quantile } from '../statistics/statistics.js';
import { dealt, type LoadRequest } from './requests.js';

export const CONNECTIONS = 16;
/** What autocannon needs to have a number; it is stopped long before. */
const FOREVER = 86_400;

export interface Load {
  readonly url: string;
  /** Dealt out to the connections; each sends its own again and again, in their order. */
  readonly requests: readonly LoadRequest[];
  /** Status of every answer. Any other one makes the run worthless. */
  readonly status: number;
  /** Seconds before the measurement, in which code is compiled and caches fill. */
  readonly warmup: number;
}

/** What was seen from outside. */
export interface LoadResult {
  /** Answers per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

type Client = autocannon.Client;

/** Gives each connection, in the order in which they are made, its own requests. */
function dealer(requests: readonly LoadRequest[], connections: number): (client: Client) => void {
  const hands = dealt(requests, connections);
  // Autocannon keeps in each request what it has built of it.
  return (client) => client.setRequests((hands.shift() ?? []).map((one) => ({ ...one })));
}

/** Collects the answers between {@link open} and {@link close}. */
class Answers {
  #latencies: number[] = [];
  #from = 0;
  #unexpected: string | undefined;

  constructor(private readonly status: number) {}

  readonly add = (_client: Client, status: number, _bytes: number, latency: number): void => {
    this.#latencies.push(latency);
    if (status !== this.status) this.#unexpected ??= `${status} where ${this.status} is right`;
  };

  readonly fail = (error: unknown): void => {
    this.#unexpected ??= String(error);
  };

  /** What was answered until now does not count, except when it was wrong. */
  open(): void {
    this.#latencies = [];
    this.#from = performance.now();
  }

  /** @throws BenchError when there was an answer that is not as it should be */
  close(): LoadResult {
    const seconds = (performance.now() - this.#from) / 1000;
    const latencies = this.#latencies;
    if (this.#unexpected) throw new BenchError(`An answer was ${this.#unexpected}.`);
    if (latencies.length === 0) throw new BenchError('Nothing was answered.');
    return {
      rate: latencies.length / seconds,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      max: quantile(latencies, 1),
    };
  }
}

interface Running {
  readonly instance: autocannon.Instance;
  readonly answers: Answers;
  readonly done: Promise<void>;
}

function run(
  { requests, status, url }: Omit<Load, 'warmup'>,
  options: Partial<autocannon.Options>,
): Running {
  const connections = Math.min(CONNECTIONS, requests.length);
  const setupClient = dealer(requests, connections);
  const answers = new Answers(status);
  const ended = new EventEmitter();
  const done = once(ended, 'end').then(() => undefined);
  const instance = autocannon(
    { url, connections, setupClient, sampleInt: 100, ...options },
    (error: unknown) => ended.emit(error ? 'error' : 'end', error),
  );
  instance.on('response', answers.add).on('reqError', answers.fail);
  return { instance, answers, done };
}

/**
 * Asks as fast as it is answered, on all connections. Warm-up and measurement are one run: between
 * them nothing pauses, and the requests are built long before the clock starts.
 *
 * @param during what happens meanwhile; its end is that of the measurement
 * @throws BenchError when an answer is not as it should be
 */
export async function applyLoad<T>(
  { warmup, ...load }: Load,
  during: () => Promise<T>,
): Promise<readonly [LoadResult, T]> {
  const { instance, answers, done } = run(load, { duration: FOREVER });
  try {
    await setTimeout(warmup * 1000);
    answers.open();
    const seen = await during();
    return [answers.close(), seen];
  } finally {
    instance.stop();
    await done;
  }
}

/**
 * Sends each request once.
 *
 * @throws BenchError when an answer is not as it should be
 */
export async function sendOnce(load: Omit<Load, 'warmup'>): Promise<LoadResult> {
  const { answers, done } = run(load, { amount: load.requests.length });
  answers.open();
  await done;
  return answers.close();
}
