import { EventEmitter, once } from 'node:events';
import { Agent, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { isParserError } from '../support/attacks/parser-attack.js';
import { dial } from '../support/dial.js';
import { send } from '../support/http.js';
import { CHAT_ID, deliver, mint } from '../support/kindly.js';
import { ask, IDENTITY, json, options, storeThat } from '../support/kindly-module.js';
import { TEXT_TYPE, tokenFrom, tokenOf, WebhookController } from '../support/kindly-module.js';
import { recordingLogger, type RunningApp, startApp, withApp } from '../support/running-app.js';

const BODY = JSON.stringify({ chatId: CHAT_ID });

function head(length: number, type: string): string {
  return [
    'POST /kindly/token HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    `Content-Type: ${type}`,
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');
}

/** Lets nobody go before so many have come. */
function everybody(count: number): () => Promise<void> {
  const door = new EventEmitter();
  door.setMaxListeners(count);
  let come = 0;
  return async () => {
    come += 1;
    if (come < count) await once(door, 'open');
    else door.emit('open');
  };
}

describe.each(ADAPTERS)('hostile clients of $name', (adapter) => {
  const start = (bent: Parameters<typeof options>[0] = {}, logger?: object): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options(bent))],
      controllers: [WebhookController],
      options: logger ? { logger: logger as never } : {},
    });

  it.each(['text/plain', 'application/json'])(
    'dribble a body of %s, and are served',
    async (type) => {
      const { url } = await start();
      const socket = await dial(url);
      socket.write(head(BODY.length, type));
      // Others are served in between.
      const others: number[] = [];
      for (const byte of BODY) {
        socket.write(byte);
        others.push((await ask(url)).status);
      }
      expect(new Set(others)).toEqual(new Set([200]));
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain('{"token":"eyJ');
    },
  );

  it.each(['text/plain', 'application/json'])('hang up in the middle of %s', async (type) => {
    const { lines, logger } = recordingLogger('error');
    const { url } = await start({}, logger);
    const sockets = await Promise.all(Array.from({ length: 20 }, () => dial(url)));
    for (const socket of sockets) socket.write(head(BODY.length, type) + BODY.slice(0, 10));
    for (const socket of sockets) socket.resetAndDestroy();
    expect((await ask(url)).status).toBe(200);
    // Whoever hangs up is nobody's error; a parser may take it for one, before us.
    expect(lines.filter((line) => !isParserError(line))).toEqual([]);
  });

  it('hang up before the answer comes', async () => {
    const { lines, logger } = recordingLogger('error');
    const waiting: (() => void)[] = [];
    const resolveUser = (): Promise<typeof IDENTITY> =>
      new Promise((resolve) => {
        waiting.push(() => resolve(IDENTITY));
      });
    const { url } = await start({ resolveUser }, logger);
    const socket = await dial(url);
    socket.write(head(BODY.length, 'application/json') + BODY);
    await expect.poll(() => waiting.length).toBe(1);
    socket.resetAndDestroy();
    await once(socket, 'close');
    waiting[0]?.();
    const second = ask(url);
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]?.();
    expect((await second).status).toBe(200);
    expect(lines).toEqual([]);
  });

  it('announce more than they send, and keep nobody waiting', async () => {
    const { url } = await start();
    const socket = await dial(url);
    socket.write(head(4000, 'text/plain') + BODY);
    expect((await ask(url)).status).toBe(200);
    socket.destroy();
    expect((await ask(url)).status).toBe(200);
  });

  it('come a thousand at once, and each gets an answer of his own', async () => {
    const count = 1000;
    // Nobody is answered before all have come, neither at the endpoint nor at the webhook.
    const [asked, called] = [everybody(count), everybody(count)];
    const { url } = await start({
      resolveUser: async ({ headers }) => {
        await asked();
        return { sub: String(headers['x-user']) };
      },
      resolverTimeout: 60_000,
      revocation: { store: storeThat(called), timeout: 60_000 },
    });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const users = Array.from({ length: count }, (_, index) => `user-${index}`);
    const answers = await Promise.all(
      users.map(async (user) => {
        const headers = ['Content-Type', 'application/json', 'X-User', user];
        const issued = await send(`${url}/kindly/token`, { headers, body: BODY, agent });
        const bearer = ['Authorization', `Bearer ${tokenOf(issued)}`];
        return send(`${url}/webhook`, { headers: [...headers, ...bearer], body: '{}', agent });
      }),
    );
    expect(answers.map(({ status, body }) => [status, (body as { sub: string }).sub])).toEqual(
      users.map((user) => [200, user]),
    );
  });

  it('send garbage among good requests, and change nothing for these', async () => {
    const { url } = await start();
    const token = await tokenFrom(url);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        index % 2 === 0
          ? deliver(`${url}/webhook`, { token })
          : deliver(`${url}/webhook`, { token: `${token.slice(0, -index)}${'x'.repeat(index)}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual(answers.map((_, index) => (index % 2 === 0 ? 200 : 401)));
  });

  it('leave requests behind when the app stops: they are answered', async () => {
    const waiting: (() => void)[] = [];
    const { app, url } = await startApp(adapter, {
      imports: [
        KindlyAuthModule.forRoot(
          options({
            resolveUser: () =>
              new Promise((resolve) => {
                waiting.push(() => resolve(IDENTITY));
              }),
          }),
        ),
      ],
    });
    const request = send(`${url}/kindly/token`, json({ chatId: CHAT_ID }));
    const asText = send(`${url}/kindly/token`, { headers: TEXT_TYPE, body: BODY });
    await expect.poll(() => waiting.length).toBe(2);
    const closed = app.close();
    for (const answer of waiting) answer();
    expect((await request).status).toBe(200);
    expect((await asText).status).toBe(200);
    await closed;
    // Its port may be somebody else's by now.
    expect((app.getHttpServer() as Server).listening).toBe(false);
  });
});

describe.each(ADAPTERS)('a clock that jumps, on $name', (adapter) => {
  const START = 1_800_000_000_000;

  it('refuses and accepts by the time that it shows', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    onTestFinished(() => void vi.useRealTimers());
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options())],
      controllers: [WebhookController],
    });
    const token = mint();
    const errorCodeAt = async (seconds: number): Promise<unknown> => {
      vi.setSystemTime(START + seconds * 1000);
      const { status, body } = await deliver(`${url}/webhook`, { token });
      return status === 200 ? 200 : (body as { errorCode: string }).errorCode;
    };
    // Back and forth: nothing is remembered of the time that was.
    expect(await errorCodeAt(0)).toBe(200);
    expect(await errorCodeAt(304)).toBe(200);
    expect(await errorCodeAt(306)).toBe('token_expired');
    expect(await errorCodeAt(-5)).toBe(200);
    expect(await errorCodeAt(-6)).toBe('claims_invalid');
    expect(await errorCodeAt(1e9)).toBe('token_expired');
    expect(await errorCodeAt(100)).toBe(200);
  });

  it('issues tokens that are good by that time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    onTestFinished(() => void vi.useRealTimers());
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options())],
      controllers: [WebhookController],
    });
    for (const jump of [0, 1e6, -1e6, 0.4, 1e9]) {
      vi.setSystemTime(START + jump * 1000);
      const token = await tokenFrom(url);
      expect((await deliver(`${url}/webhook`, { token })).status).toBe(200);
    }
  });
});
