import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Answer,
  type Answers,
  CONNECTION,
  EmulatorInHand,
  nobody,
  refusal,
} from '../../testing/emulator.js';
import { EventSourceInHand } from '../../testing/event-source.js';
import { listenToConsole } from '../../testing/page-console.js';
import { ChatApi } from './chat-api.js';
import { ChatRefusalError } from './chat-refusal.error.js';
import { ChatSession } from './chat-session.js';

const A_WHILE = 10_000;

const EXPIRED = refusal(401, 'token_expired');
const UNKNOWN = refusal(404, 'chat_unknown');
const INVALID = refusal(400, 'invalid');

function sessionWith(answers: Answers = {}) {
  const emulator = new EmulatorInHand(answers);
  vi.stubGlobal('fetch', emulator.fetch);
  const api = new ChatApi('http://localhost:4000', 'bot-1');
  const asked: string[] = [];
  const failures: unknown[] = [];
  const ignore = (): void => undefined;
  const session = new ChatSession({
    chatId: 'chat-1',
    api,
    connect: async () => api.connect('chat-1', {}),
    ask: async (chatId) => {
      asked.push(chatId);
      return `jwt-${asked.length}`;
    },
    welcomed: ignore,
    message: ignore,
    typing: ignore,
    context: ignore,
    signedIn: ignore,
    opened: ignore,
    lost: ignore,
    failed: (error) => {
      failures.push(error);
    },
  });
  const say = async (message = 'Hi') =>
    session.deliver(async (link) => api.message(link, { message }));
  return { session, say, emulator, asked, failures };
}

beforeEach(() => {
  vi.useFakeTimers();
  EventSourceInHand.made = [];
  vi.stubGlobal('EventSource', EventSourceInHand);
  listenToConsole();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('ChatSession.deliver', () => {
  it('connects and signs in first', async () => {
    const { say, emulator } = sessionWith();
    await say();
    expect(emulator.heard).toEqual(['connect', 'auth link-1 Bearer jwt-1', 'message link-1']);
  });

  it.each([
    ['at first', [], 1],
    ['after an expired token', [EXPIRED], 2],
    ['after a restart of the emulator', [UNKNOWN], 2],
  ])('sends nothing while a token is checked: %s', async (_name, message, times) => {
    let accept = (): void => undefined;
    const held = async () =>
      new Promise<Response>((resolve) => {
        accept = () => {
          resolve(Response.json({ authenticated: true }));
        };
      });
    const { say, emulator } = sessionWith({ message, auth: [held, held] });
    const saying = say();
    for (let checked = 0; checked < times; checked += 1) {
      await vi.advanceTimersByTimeAsync(0);
      expect(emulator.heard.at(-1)).toMatch(/^auth /);
      accept();
    }
    await saying;
    expect(emulator.heard.at(-1)).toMatch(/^message /);
  });

  it('connects once for two messages', async () => {
    const { say, emulator } = sessionWith();
    await Promise.all([say('Hi'), say('Ho')]);
    expect(emulator.heard.filter((request) => request === 'connect')).toHaveLength(1);
    expect(emulator.heard.slice(-2)).toEqual(['message link-1', 'message link-1']);
  });

  it('sends again with a new token when the token has expired', async () => {
    const { say, emulator } = sessionWith({ message: [EXPIRED] });
    await say();
    expect(emulator.heard.slice(2)).toEqual([
      'message link-1',
      'auth link-1 Bearer jwt-2',
      'message link-1',
    ]);
  });

  it('sends again, connected and signed in anew, when the emulator was restarted', async () => {
    const { say, emulator } = sessionWith({ message: [UNKNOWN] });
    await say();
    expect(emulator.heard.slice(2)).toEqual([
      'message link-1',
      'connect',
      'auth link-2 Bearer jwt-2',
      'message link-2',
    ]);
  });

  it.each([
    ['an expired token', [EXPIRED, EXPIRED], 'token_expired'],
    ['an unknown chat', [UNKNOWN, UNKNOWN], 'chat_unknown'],
    ['one after the other', [EXPIRED, UNKNOWN], 'chat_unknown'],
  ])('does not send a third time: %s', async (_name, message, code) => {
    const { say, emulator } = sessionWith({ message });
    await expect(say()).rejects.toMatchObject({ name: 'ChatRefusalError', code });
    expect(emulator.heard.filter((request) => request.startsWith('message'))).toHaveLength(2);
  });

  it.each<[string, Answer, new (...words: never[]) => Error]>([
    ['a refusal of the message', INVALID, ChatRefusalError],
    // It may have arrived.
    ['a broken connection', nobody, TypeError],
  ])('does not send again after %s', async (_name, answer, error) => {
    const { say, emulator } = sessionWith({ message: [answer] });
    await expect(say()).rejects.toThrow(error);
    expect(emulator.heard).toHaveLength(3);
  });

  it('waits for an emulator that is started later', async () => {
    const { say, emulator, failures } = sessionWith({ connect: [nobody, nobody] });
    const saying = say();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    await saying;
    expect(failures).toHaveLength(2);
    expect(emulator.heard.at(-1)).toBe('message link-1');
  });
});

describe('ChatSession', () => {
  it('connects again when its stream is refused', async () => {
    const { session, emulator } = sessionWith();
    await session.join();
    EventSourceInHand.latest.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(emulator.heard.slice(-2)).toEqual(['connect', 'auth link-2 Bearer jwt-2']);
    expect(EventSourceInHand.made.map(({ url }) => new URL(url).searchParams.get('token'))).toEqual(
      ['link-1', 'link-2'],
    );
  });

  it('calls the page as often at once as the emulator wants to try', async () => {
    const connect = [() => Response.json({ ...CONNECTION, token_calls: 2 })];
    const { say, asked } = sessionWith({ connect });
    await say();
    expect(asked).toEqual(['chat-1', 'chat-1']);
    EventSourceInHand.latest.say('auth', { chat_id: 'chat-1', reason: '', token_calls: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(5);
  });

  it('gives the token of another chat as such when the emulator asks for it', async () => {
    const { session, asked, emulator } = sessionWith();
    await session.join();
    EventSourceInHand.latest.say('auth', { chat_id: 'chat-2', reason: 'fault', token_calls: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['chat-1', 'chat-2']);
    expect(emulator.requests.map(({ headers }) => headers.get('kindly-auth-chat-uuid'))).toEqual([
      null,
      null,
      'chat-2',
    ]);
  });

  it('tries no longer when it is ended', async () => {
    const connect = Array.from({ length: 10 }, () => nobody);
    const { session, emulator } = sessionWith({ connect });
    const joined = session.join().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    session.end();
    expect(await joined).toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(emulator.requests).toHaveLength(1);
  });

  it('opens no stream when the connection comes after the end', async () => {
    const { session } = sessionWith();
    const joined = session.join().catch((error: unknown) => error);
    session.end();
    expect(await joined).toMatchObject({ name: 'AbortError' });
    expect(EventSourceInHand.made).toEqual([]);
  });
});
