import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage, Connection } from '../../../src/protocol/chat-protocol.js';
import {
  type Answers,
  CONNECTION,
  EmulatorInHand,
  nobody,
  refusal,
} from '../../testing/emulator.js';
import { EventSourceInHand } from '../../testing/event-source.js';
import { listenToConsole } from '../../testing/page-console.js';
import { Chat } from './chat.js';

const ORIGIN = 'http://localhost:4000';
const A_WHILE = 10_000;

const said = (sender: ChatMessage['sender'], id: string, message: string): ChatMessage => ({
  id,
  sender,
  message,
  created: '2026-01-01T00:00:00.000Z',
});

const GREETING = said('bot', '1', 'Hi');

const connection =
  (bent: Partial<Connection> = {}) =>
  () =>
    Response.json({ ...CONNECTION, messages: [GREETING], ...bent });

beforeEach(() => {
  vi.useFakeTimers();
  EventSourceInHand.made = [];
  vi.stubGlobal('EventSource', EventSourceInHand);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { documentElement: { lang: '' } }));
  vi.stubGlobal('location', new URL('https://shop.example.com/cart?coupon=x'));
  vi.stubGlobal('navigator', { language: 'nb-NO' });
  vi.stubGlobal('localStorage', undefined);
  listenToConsole();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A chat on a page, connected as far as the emulator lets it. */
async function started(answers: Answers = {}, botKey = 'bot-1') {
  const emulator = new EmulatorInHand({ connect: [connection()], ...answers });
  vi.stubGlobal('fetch', emulator.fetch);
  const chat = new Chat({ botKey, origin: ORIGIN });
  chat.start();
  await settled();
  return { chat, emulator };
}

/** When all that can happen without waiting has happened. */
const settled = async () => vi.advanceTimersByTimeAsync(0);

const hear = (message: ChatMessage) => {
  EventSourceInHand.latest.say('message', message, message.id);
};

describe('unread messages', () => {
  it('are those of the bot since the panel was closed', async () => {
    const { chat } = await started();
    expect(chat.store.state.unread).toBe(0);
    hear(said('user', '2', 'Hi'));
    hear(said('bot', '3', 'One'));
    hear(said('bot', '4', 'Two'));
    hear(said('bot', '4', 'Two'));
    expect(chat.store.state.unread).toBe(2);
    chat.open();
    expect(chat.store.state.unread).toBe(0);
    hear(said('bot', '5', 'Three'));
    expect(chat.store.state.unread).toBe(0);
  });

  it('are also those that came while the emulator was away', async () => {
    const again = connection({ messages: [GREETING, said('bot', '2', 'News')] });
    const { chat } = await started({ connect: [connection(), again] });
    EventSourceInHand.latest.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(chat.store.state.unread).toBe(1);
  });
});

describe('what the page hears', () => {
  it('is onLoad once, and onMessage for what is new', async () => {
    const heard: unknown[] = [];
    Reflect.set(window, 'kindlyOptions', {
      onLoad: () => heard.push('onLoad'),
      onMessage: ({ id }: ChatMessage, log: readonly ChatMessage[]) => heard.push([id, log.length]),
    });
    await started({ connect: [connection(), connection()] });
    hear(said('bot', '2', 'Hi'));
    EventSourceInHand.latest.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    hear(said('bot', '2', 'Hi'));
    expect(heard).toEqual(['onLoad', ['2', 2]]);
  });
});

describe('a message of the user', () => {
  it('is on its way until the emulator repeats it', async () => {
    const { chat } = await started();
    await chat.send('Hello');
    expect(chat.store.state.pending).toMatchObject([{ text: 'Hello', problem: '' }]);
    hear(said('user', '2', 'Hello'));
    expect(chat.store.state.pending).toEqual([]);
    expect(chat.store.state.messages.map(({ message }) => message)).toEqual(['Hi', 'Hello']);
  });

  it('says why it was not sent, and can be sent again', async () => {
    const { chat, emulator } = await started({ message: [nobody, refusal(400, 'invalid')] });
    await chat.send('Hello');
    const [first] = chat.store.state.pending;
    expect(first?.problem).toBe('The emulator does not answer.');
    if (first !== undefined) await chat.sendAgain(first);
    expect(chat.store.state.pending).toMatchObject([{ id: first?.id, problem: 'It is invalid.' }]);
    if (first !== undefined) await chat.sendAgain(first);
    expect(chat.store.state.pending).toMatchObject([{ id: first?.id, problem: '' }]);
    await expect(emulator.bodies('message')).resolves.toHaveLength(3);
  });

  it('takes the context along that the page set, until it has arrived', async () => {
    const { chat, emulator } = await started({ message: [nobody] });
    chat.context.set({ page: 'cart' });
    for (const text of ['1', '2', '3']) await chat.send(text);
    await expect(emulator.bodies('message')).resolves.toEqual([
      { message: '1', new_context: { page: 'cart' } },
      { message: '2', new_context: { page: 'cart' } },
      { message: '3' },
    ]);
  });
});

describe('a new chat', () => {
  it('knows nothing of the one before', async () => {
    const { chat, emulator } = await started({ connect: [connection(), connection()] });
    chat.context.set({ page: 'cart' });
    await chat.send('Hello');
    chat.open();
    chat.startNew();
    const { messages, pending, open } = chat.store.state;
    expect({ messages, pending, open }).toEqual({ messages: [], pending: [], open: true });
    expect(chat.context.current).toEqual({});
    await settled();
    const chats = emulator.requests.map(({ headers }) => headers.get('kindly-chat-uuid'));
    expect(new Set(chats).size).toBe(2);
    const [, second] = await emulator.bodies('connect');
    expect(second).toMatchObject({ context: {} });
  });

  it('shows no problem of the one before', async () => {
    const { chat } = await started({ trigger: [nobody] });
    const triggered = chat.trigger('orders');
    chat.startNew();
    await triggered;
    expect(chat.store.state.problem).toBe('');
  });
});

describe('what the emulator is told of the page', () => {
  it('is where it is, its language, and its context', async () => {
    Reflect.set(window, 'kindlyOptions', { context: { page: 'cart', items: 2 } });
    const { emulator } = await started();
    await expect(emulator.bodies('connect')).resolves.toEqual([
      {
        context: { page: 'cart', items: '2' },
        web_host: 'shop.example.com',
        web_path: '/cart',
        web_url: 'https://shop.example.com/cart?coupon=x',
        language_code: 'nb-NO',
      },
    ]);
  });

  it('is all that it set since, when the emulator was restarted', async () => {
    Reflect.set(window, 'kindlyOptions', { context: { page: 'start', user: 'kari' } });
    const { chat, emulator } = await started({ connect: [connection(), connection()] });
    chat.context.set({ page: 'cart' });
    await chat.send('Hello');
    EventSourceInHand.latest.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    const [, second] = await emulator.bodies('connect');
    expect(second).toMatchObject({ context: { page: 'cart', user: 'kari' } });
  });
});

describe('the problem that the panel shows', () => {
  it('is a missing bot key', async () => {
    const { chat, emulator } = await started({}, '');
    expect(chat.store.state.problem).toContain('has no data-bot-key');
    expect(emulator.requests).toEqual([]);
  });

  it('is an emulator that is not started, until it is', async () => {
    const { chat } = await started({ connect: [nobody, connection()] });
    expect(chat.store.state).toMatchObject({
      connection: 'lost',
      problem: expect.stringContaining(`${ORIGIN} does not answer`),
    });
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(chat.store.state).toMatchObject({ connection: 'connected', problem: '' });
  });

  it.each([
    ['connect-src', `${ORIGIN}/chatbubble/v2/connect`, 'Content-Security-Policy forbids the chat'],
    ['connect-src', 'https://elsewhere.example.com/', 'does not answer'],
    ['img-src', `${ORIGIN}/a.png`, 'does not answer'],
  ])('tells a policy from silence: %s %s', async (effectiveDirective, blockedURI, problem) => {
    const violation = { effectiveDirective, blockedURI };
    const violate = (): never => {
      const event = new Event('securitypolicyviolation');
      document.dispatchEvent(Object.assign(event, violation));
      return nobody() as never;
    };
    const { chat } = await started({ connect: [violate] });
    expect(chat.store.state.problem).toContain(problem);
  });

  it('is what a button or a dialogue did not do', async () => {
    const { chat } = await started({ trigger: [refusal(400, 'invalid')] });
    await chat.trigger('nowhere');
    expect(chat.store.state.problem).toBe('It was not sent: It is invalid.');
    await chat.trigger('orders');
    expect(chat.store.state.problem).toBe('');
  });
});

describe('the typing bot', () => {
  it.each([true, false])('is shown as its settings say: %s', async (shown) => {
    const { chat } = await started({ connect: [connection({ bot_typing_indicator: shown })] });
    EventSourceInHand.latest.say('typing', { typing: true });
    expect(chat.store.state.typing).toBe(shown);
  });

  it('types no more when the connection breaks', async () => {
    const { chat } = await started();
    EventSourceInHand.latest.say('typing', { typing: true });
    EventSourceInHand.latest.drop();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    EventSourceInHand.latest.accept();
    expect(chat.store.state.typing).toBe(false);
  });
});
