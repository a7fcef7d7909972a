import { once } from 'node:events';
import {
  Agent,
  createServer,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { HttpAdapterHost } from '@nestjs/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Environment } from '../../apps/sample/src/config/environment.js';
import { Connections } from '../../apps/sample/src/operations/connections.js';
import { Draining } from '../../apps/sample/src/operations/draining.js';
import { dial, Upload } from '../support/dial.js';
import { send } from '../support/http.js';
import { startSample } from '../support/sample.js';
import { listen } from '../support/web-server.js';

const BODY = '{"message":"When are you open?"}';
const WEBHOOK = '/webhooks/opening-hours';
const LIVE = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A connection that is kept after an answer, as browsers do. */
async function idle(url: string): Promise<Socket> {
  const socket = await dial(url);
  socket.write(LIVE);
  await once(socket, 'data');
  return socket;
}

/** Resolves when nobody takes connections there any more. */
async function refused(url: string): Promise<void> {
  for (;;) {
    try {
      (await dial(url)).destroy();
    } catch {
      return;
    }
  }
}

async function statusOf(url: string): Promise<number> {
  return (await send(url, { method: 'GET' })).status;
}

describe.each(['express', 'fastify'])('the sample on %s, when it has to stop', (ADAPTER) => {
  it.each([
    ['SIGTERM', [0, null]],
    ['SIGINT', [null, 'SIGINT']],
  ] as const)(
    'on %s answers what is in flight, and waits for nothing else',
    async (signal, end) => {
      const sample = await startSample({ ADAPTER });
      const upload = await Upload.begin(sample.url + WEBHOOK, BODY);
      // One that has had its answer, one that a browser has opened for later, both open as long as the client likes.
      const others = [await idle(sample.url), await dial(sample.url)];
      await statusOf(`${sample.url}/health/live`);
      const left = others.map((socket) => once(socket.resume(), 'close'));
      const stopped = sample.stop(signal);
      await Promise.all([...left, refused(sample.url)]);
      const answer = await upload.finish();
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toMatch(/^connection: close\r$/im);
      expect(answer).toContain('We are open');
      expect(await stopped).toEqual(end);
    },
  );

  it('says so to proxies on SIGTERM, and serves everything until they have noticed', async () => {
    const sample = await startSample({ ADAPTER, DRAIN_SECONDS: '60' });
    const { url } = sample;
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await send(`${url}/health/live`, { method: 'GET', agent });
    void sample.stop('SIGTERM');
    await expect.poll(() => statusOf(`${url}/health/ready`)).toBe(503);
    expect((await send(`${url}/health/ready`, { method: 'GET' })).body).toEqual({
      status: 'shutting_down',
      info: {},
      error: {},
      details: {},
    });
    expect(await statusOf(`${url}/health/live`)).toBe(200);
    expect(await statusOf(url)).toBe(200);
    // On a connection from before, which ends here: a proxy sends nothing more on it.
    const answer = await send(url + WEBHOOK, {
      headers: ['Content-Type', 'application/json'],
      body: BODY,
      agent,
    });
    expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
  });
});

describe('the sample, when it has to stop', () => {
  // It waits for ten real seconds: what is cut off then is not the adapters' business.
  it('ends after all when it has drained, whatever is still in flight', async () => {
    const sample = await startSample({ DRAIN_SECONDS: '1' });
    await Upload.begin(sample.url + WEBHOOK, BODY);
    expect(await sample.stop('SIGTERM')).toEqual([0, null]);
  });

  // In less time than a drain would take.
  it('ends at once when it is told again', { timeout: 50_000 }, async () => {
    const sample = await startSample({ DRAIN_SECONDS: '60' });
    const ended = sample.end();
    // One that comes with the first counts as the same.
    const tellAgain = (): unknown => {
      void sample.stop('SIGTERM');
      return Promise.race([ended, Promise.resolve('it goes on')]);
    };
    await expect.poll(tellAgain).toEqual([null, 'SIGTERM']);
  });
});

describe('Ctrl-C', () => {
  // In less time than a drain would take.
  it('lets nobody wait for proxies', { timeout: 50_000 }, async () => {
    const server = createServer();
    const adapterHost = { httpAdapter: { getHttpServer: () => server } } as HttpAdapterHost;
    const config = Object.assign(new Environment(), { DRAIN_SECONDS: 60 });
    const draining = new Draining(adapterHost, config);
    draining.onModuleInit();
    const url = await listen(server);
    expect(draining.hasBegun).toBe(false);
    await draining.beforeApplicationShutdown('SIGINT');
    expect(draining.hasBegun).toBe(true);
    await refused(url);
  });
});

describe('the connections of a server', () => {
  /** More than the system keeps for a client that reads nothing. */
  const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');
  /** The longest time that a timer takes: who waits for it waits in vain. */
  const NEVER = 2 ** 31 - 1;

  async function serve(listener?: RequestListener): Promise<{
    readonly url: string;
    readonly server: Server;
    readonly connections: Connections;
  }> {
    const server = createServer(listener);
    // Idle connections do not end by themselves.
    server.keepAliveTimeout = 0;
    const connections = new Connections(server);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: await listen(server), server, connections };
  }

  /** A request that is being answered, and what answers it. */
  async function ask(): Promise<{
    readonly client: Socket;
    readonly answer: ServerResponse;
    readonly connections: Connections;
  }> {
    const { url, server, connections } = await serve();
    const asked = once(server, 'request');
    const client = await dial(url);
    client.write(LIVE);
    const [, answer] = (await asked) as [unknown, ServerResponse];
    return { client, answer, connections };
  }

  it('end with an answer to its last byte, however slowly it is read', async () => {
    const { client, answer, connections } = await ask();
    answer.end(LARGE);
    const ended = connections.end(NEVER);
    const received = await text(client);
    expect(received.length).toBeGreaterThan(LARGE.length);
    await ended;
  });

  it('end with an answer that had begun, though its client was told nothing', async () => {
    const { client, answer, connections } = await ask();
    answer.flushHeaders();
    await once(client, 'data');
    const ended = connections.end(NEVER);
    answer.end('the rest');
    expect(await text(client)).toContain('the rest');
    await ended;
  });

  it('answer what came on the wire before they were ended', async () => {
    const { url, connections } = await serve((_request, response) => response.end('answered'));
    const client = await dial(url);
    const received = text(client);
    await new Promise<void>((resolve) => client.write(LIVE, () => resolve()));
    await connections.end(NEVER);
    expect(await received).toContain('answered');
  });

  it('are cut off when patience is over', async () => {
    const { client, connections } = await ask();
    const closed = once(client.resume(), 'close');
    await connections.end(1);
    await closed;
    expect(client.destroyed).toBe(true);
  });

  it('need no server that listens', async () => {
    await expect(new Connections(createServer()).end(NEVER)).resolves.toBeUndefined();
  });
});
