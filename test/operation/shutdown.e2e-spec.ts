import { once } from 'node:events';
import type { Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { KindlyAuthModule, type KindlyRevocationStore } from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { dial } from '../support/dial.js';
import { deliver, mint, WEBHOOK_BODY } from '../support/kindly.js';
import { options, storeThat, WebhookController } from '../support/kindly-module.js';
import { type RunningApp, startApp } from '../support/running-app.js';

describe.each(ADAPTERS)('a webhook that is in flight when the app stops, on $name', (adapter) => {
  const start = async (store?: KindlyRevocationStore): Promise<RunningApp> => {
    const running = await startApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ revocation: { store, timeout: 60_000 } }))],
      controllers: [WebhookController],
    });
    // Once more does no harm, should the test fail before.
    onTestFinished(() => running.app.close());
    return running;
  };

  /** Lets the app stop, until it takes nothing new. @returns what there is to wait for at the end */
  async function beginToStop({ app }: RunningApp): Promise<() => Promise<void>> {
    const closed = app.close();
    const server = app.getHttpServer() as Server;
    await expect.poll(() => server.listening).toBe(false);
    return () => closed;
  }

  it('gets its good answer though the store of revocations is slow', async () => {
    const waiting: (() => void)[] = [];
    const running = await start(
      storeThat(() => new Promise((resolve) => void waiting.push(() => resolve(undefined)))),
    );
    const webhook = deliver(`${running.url}/webhook`, { token: mint() });
    await expect.poll(() => waiting.length).toBe(1);
    const stopped = await beginToStop(running);
    waiting[0]?.();
    expect(await webhook).toMatchObject({ status: 200, body: { sub: 'user-1' } });
    await stopped();
  });

  it('gets its good answer though its body was still on its way', async () => {
    const running = await start();
    const socket = await dial(running.url);
    socket.write(
      [
        'POST /webhook HTTP/1.1',
        'Host: localhost',
        'Connection: close',
        'Content-Type: application/json',
        `Content-Length: ${WEBHOOK_BODY.length}`,
        `Authorization: Bearer ${mint()}`,
        'Expect: 100-continue',
        '\r\n',
      ].join('\r\n'),
    );
    // The server says so when the request has come to whoever answers it.
    const [begun] = (await once(socket, 'data')) as [Buffer];
    expect(begun.toString()).toMatch(/^HTTP\/1\.1 100 /);
    const stopped = await beginToStop(running);
    socket.write(WEBHOOK_BODY);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('{"sub":"user-1"}');
    await stopped();
  });
});
