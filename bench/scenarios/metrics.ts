import type { Metric } from './scenario.js';

export const RATE: Metric = { key: 'rate', title: 'per second', digits: 0 };
export const P50: Metric = { key: 'p50', title: 'p50 ms', digits: 2 };
export const P99: Metric = { key: 'p99', title: 'p99 ms', digits: 2 };
export const MAX: Metric = { key: 'max', title: 'max ms', digits: 1 };
export const CPU: Metric = { key: 'cpu', title: 'server µs each', digits: 0 };
export const SERVER_CORES: Metric = { key: 'serverCores', title: 'server cores', digits: 2 };
export const LOAD_CORES: Metric = { key: 'loadCores', title: 'load cores', digits: 2 };

/** Of a server under load; the last two say which of both was the limit. */
export const HTTP_METRICS = [RATE, P50, P99, CPU, SERVER_CORES, LOAD_CORES] as const;
