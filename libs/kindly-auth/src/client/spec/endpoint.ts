import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generateKeyPair, SignJWT } from 'jose';
import { onTestFinished, vi } from 'vitest';
import {
  createGetAuthToken,
  type GetAuthToken,
  type GetAuthTokenOptions,
  type KindlyTokenError,
} from '../index.js';

const { privateKey } = await generateKeyPair('RS256');

/** The clock of the server, in seconds; the browser's own may say anything. */
let serverTime = 1_800_000_000;
let minted = 0;

/** Starts the clocks of server and browser alike; they move when a test says so. */
export function startClocks(): void {
  serverTime = 1_800_000_000;
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: serverTime * 1000 });
}

/** Sets the browser's clock so many seconds off; the one that cannot be set goes on as it was. */
export function setClockOff(seconds: number): void {
  vi.setSystemTime((serverTime + seconds) * 1000);
}

/** Time goes by, for everybody. */
export function pass(seconds: number): void {
  serverTime += seconds;
  vi.advanceTimersByTime(seconds * 1000);
}

export async function mint(chatId: string, lifetime = 300): Promise<string> {
  minted += 1;
  return new SignJWT({ name: 'Åse 👋', chat: { id: chatId }, jti: String(minted) })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuedAt(serverTime)
    .setExpirationTime(serverTime + lifetime)
    .sign(privateKey);
}

export interface Asked {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly chatId: string };
}

export type Answer = (response: ServerResponse, asked: Asked) => void | Promise<void>;

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/kindly/token`;
}

export const withToken =
  (lifetime?: number): Answer =>
  async (response, { body: { chatId } }) => {
    response.end(JSON.stringify({ token: await mint(chatId, lifetime) }));
  };

export const withStatus =
  (status: number, body = '{"token":"not.for.you"}'): Answer =>
  (response) => {
    response.writeHead(status).end(body);
  };

interface Endpoint {
  readonly asked: readonly Asked[];
  readonly errors: readonly KindlyTokenError[];
  readonly getAuthToken: GetAuthToken;
}

/** A token endpoint that gives these answers in turn, and the last one from then on. */
export async function endpoint(
  answers: readonly Answer[],
  options: Partial<GetAuthTokenOptions> = {},
): Promise<Endpoint> {
  const asked: Asked[] = [];
  const errors: KindlyTokenError[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await text(request)) as Asked['body'];
    const one = { method: request.method, headers: request.headers, body };
    asked.push(one);
    await answers[Math.min(asked.length, answers.length) - 1]?.(response, one);
  };
  const url = await listen((request, response) => {
    void answer(request, response);
  });
  const onError = (error: KindlyTokenError) => errors.push(error);
  return { asked, errors, getAuthToken: createGetAuthToken({ url, onError, ...options }) };
}

interface Held {
  readonly waiting: Answer;
  readonly asked: Promise<unknown>;
  readonly letGo: () => void;
}

/** An answer that waits until it is let go, and says when it was asked for. */
export function held(answer: Answer): Held {
  const door = new EventEmitter();
  const [asked, released] = [once(door, 'asked'), once(door, 'released')];
  const waiting: Answer = async (...request) => {
    door.emit('asked');
    await released;
    return answer(...request);
  };
  return { waiting, asked, letGo: () => door.emit('released') };
}
