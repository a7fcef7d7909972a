import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type {
  ConsoleState,
  Delivery,
} from '../../apps/kindly-emulator/src/protocol/console-protocol.js';
import { AppProcess, type Environment } from './app-process.js';
import { ChatClient } from './chat-client.js';
import { type Answer, send } from './http.js';
import { cookieOf, signIn } from './sample.js';

export { ChatClient } from './chat-client.js';

export const EMULATOR = 'dist/apps/kindly-emulator/src/main.js';

/**
 * A port that nothing listens on. It lies below those that systems hand out by themselves: nobody else gets
 * it before it is used, nor after whoever used it has ended.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** What people can do at a running emulator without a browser. */
export class EmulatorClient {
  constructor(readonly url: string) {}

  async control(method: string, path: string, body?: unknown): Promise<Answer> {
    return send(`${this.url}/api/${path}`, {
      method,
      headers: ['Content-Type', 'application/json'],
      body: body === undefined ? '' : JSON.stringify(body),
    });
  }

  async state(): Promise<ConsoleState> {
    return (await this.control('GET', 'state')).body as ConsoleState;
  }

  async trigger(command: object): Promise<Delivery> {
    return (await this.control('POST', 'trigger', command)).body as Delivery;
  }
}

/**
 * Waits until a page listens to the chat of this user, or to anybody's. A page shows a chat before that, and
 * messages wait for it, but nothing else that the emulator tells.
 */
export async function expectListener(emulator: EmulatorClient, name?: string): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await emulator.state()).chats.some(
      ({ connected, user }) => connected && (name === undefined || user?.name === name),
    );
  await expect.poll(isThere).toBe(true);
}

/** An emulator alone, for one test. */
export async function startEmulator(
  parameters: readonly string[] = [],
): Promise<{ process: AppProcess; client: EmulatorClient; botKey: string }> {
  const process = new AppProcess({
    script: EMULATOR,
    parameters: ['--port', '0', '--bot-key', 'bot-of-this-test', ...parameters],
    ready: 'Ctrl-C stops the emulator.',
  });
  onTestFinished(async () => {
    await process.stop();
  });
  await process.ready();
  const url = /Kindly emulator +(\S+)/.exec(process.output)?.[1] ?? '';
  return { process, client: new EmulatorClient(url), botKey: 'bot-of-this-test' };
}

export interface Demo {
  readonly process: AppProcess;
  readonly shop: string;
  readonly emulator: EmulatorClient;
  readonly remove: () => Promise<void>;
}

/** Shop and emulator together, as `npm start` starts them; `remove` ends them. */
export async function startDemo(environment: Environment = {}): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'kindly-demo-'));
  const process = new AppProcess({
    script: 'apps/demo.mjs',
    environment: {
      PORT: String(await freePort()),
      KINDLY_EMULATOR_PORT: String(await freePort()),
      DATA_FOLDER: folder,
      ...environment,
    },
    ready: 'Ctrl-C stops both.',
  });
  const remove = async (): Promise<void> => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await process.ready();
  } catch (error) {
    await remove();
    throw error;
  }
  const urlOf = (name: string): string =>
    new RegExp(`${name} +(http://localhost:\\d+)`).exec(process.output)?.[1] ?? '';
  return { process, shop: urlOf('Shop'), emulator: new EmulatorClient(urlOf('Emulator')), remove };
}

/** A chat of somebody who has signed in at the shop. */
export async function signedInChat(
  { shop, emulator }: Demo,
  email: string,
  context: Readonly<Record<string, string>> = {},
): Promise<ChatClient> {
  const { settings } = await emulator.state();
  const chat = new ChatClient(emulator.url, settings.botKey);
  await chat.connect({ context, web_url: `${shop}/` });
  const cookie = cookieOf(await signIn(shop, email));
  const { body } = await send(`${shop}/kindly/token`, {
    headers: ['Content-Type', 'application/json', 'Cookie', cookie],
    body: JSON.stringify({ chatId: chat.id }),
  });
  await chat.authenticate((body as { readonly token: string }).token);
  return chat;
}
