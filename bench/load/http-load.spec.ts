import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { BenchError } from '../bench.error.js';
import { applyLoad, CONNECTIONS, sendOnce } from './http-load.js';
import { dealt, type LoadRequest } from './requests.js';

/** Answers the n-th request with a status. */
async function serve(
  statusOf: (number: number) => number,
): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.url));
    response.writeHead(statusOf(seen.length)).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function pages(count: number): LoadRequest[] {
  return Array.from({ length: count }, (_, number) => ({
    method: 'GET',
    path: `/${number}`,
    headers: {},
  }));
}

/** Waits until so many requests were seen. */
async function until(seen: readonly string[], count: number): Promise<void> {
  while (seen.length < count) await setImmediate();
}

it('counts what is answered, and how long it takes', async () => {
  const { url, seen } = await serve(() => 200);
  const load = { url, requests: pages(64), status: 200, warmup: 0 };
  const [{ rate, p50, p99, max }] = await applyLoad(load, () => until(seen, 200));
  expect(rate).toBeGreaterThan(0);
  expect(p50).toBeGreaterThan(0);
  expect(p99).toBeGreaterThanOrEqual(p50);
  expect(max).toBeGreaterThanOrEqual(p99);
});

it('a single answer that is not as it should be makes the figures worthless', async () => {
  const { url, seen } = await serve((number) => (number === 150 ? 500 : 200));
  const load = { url, requests: pages(64), status: 200, warmup: 0 };
  await expect(applyLoad(load, () => until(seen, 200))).rejects.toThrow(
    new BenchError('An answer was 500 where 200 is right.'),
  );
});

it('a wrong answer before the measurement counts, too', async () => {
  const { url, seen } = await serve((number) => (number === 1 ? 401 : 200));
  const load = { url, requests: pages(64), status: 200, warmup: 0.1 };
  await expect(applyLoad(load, () => until(seen, 200))).rejects.toThrow('401 where 200 is right');
});

it('refusals are what is expected where tokens are bad', async () => {
  const { url } = await serve(() => 401);
  expect(await sendOnce({ url, requests: pages(20), status: 401 })).toMatchObject({
    rate: expect.any(Number),
  });
});

it('a server that is not there is no figure', async () => {
  const load = { url: 'http://127.0.0.1:1', requests: pages(1), status: 200 };
  await expect(sendOnce(load)).rejects.toThrow('ECONNREFUSED');
});

it('sends each request once, whichever connection it falls to', async () => {
  const { url, seen } = await serve(() => 200);
  const requests = pages(3 * CONNECTIONS + 5);
  await sendOnce({ url, requests, status: 200 });
  expect(seen.toSorted()).toEqual(requests.map(({ path }) => path).toSorted());
});

it('no connection gets what another one has', () => {
  expect(dealt([1, 2, 3, 4, 5], 2)).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});
