import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatMemory } from './chat-memory.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const KNOWN = '3f0e2b9c-1f7a-4a53-9f0b-0c1d2e3f4a5b';

const items = new Map<string, string>();
const storage = {
  getItem: (key: string) => items.get(key) ?? null,
  setItem: (key: string, value: string) => items.set(key, value),
};

function forbidden(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

beforeEach(() => {
  items.clear();
  vi.stubGlobal('localStorage', storage);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('ChatMemory', () => {
  it('has the same chat after a reload, and the panel as it was', () => {
    const { chatId, open } = new ChatMemory('bot-1');
    expect(chatId).toMatch(UUID);
    expect(open).toBe(false);
    new ChatMemory('bot-1').keepOpen(true);
    expect(new ChatMemory('bot-1')).toMatchObject({ chatId, open: true });
  });

  it('has another chat with another bot', () => {
    expect(new ChatMemory('bot-1').chatId).not.toBe(new ChatMemory('bot-2').chatId);
  });

  it('begins another chat, and leaves the panel open', () => {
    const memory = new ChatMemory('bot-1');
    const { chatId } = memory;
    memory.keepOpen(true);
    memory.renewChatId();
    expect(memory.chatId).not.toBe(chatId);
    expect(new ChatMemory('bot-1')).toMatchObject({ chatId: memory.chatId, open: true });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"chatId":7,"open":"yes"}',
    '{"chatId":"../../console"}',
    JSON.stringify({ chatId: `${KNOWN}\r\nx: y` }),
  ])('begins a chat where it reads %j', (kept) => {
    items.set('kindly-emulator:bot-1', kept);
    const { chatId, open } = new ChatMemory('bot-1');
    expect(chatId).toMatch(UUID);
    expect(open).toBe(false);
  });

  it('goes on with the chat that it finds', () => {
    items.set('kindly-emulator:bot-1', JSON.stringify({ chatId: KNOWN, open: true, more: 1 }));
    expect(new ChatMemory('bot-1')).toMatchObject({ chatId: KNOWN, open: true });
  });

  it.each([
    ['is forbidden', { getItem: forbidden, setItem: forbidden }],
    ['is full', { ...storage, setItem: forbidden }],
    ['is not there', undefined],
  ])('lasts as long as the page where localStorage %s', (_name, stub) => {
    vi.stubGlobal('localStorage', stub);
    const memory = new ChatMemory('bot-1');
    const { chatId } = memory;
    memory.keepOpen(true);
    expect(memory).toMatchObject({ chatId, open: true });
    expect(chatId).toMatch(UUID);
  });

  it('begins a chat on a page that is neither HTTPS nor localhost', () => {
    // There `crypto` has no randomUUID.
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal('crypto', { getRandomValues });
    const memory = new ChatMemory('bot-1');
    // Random bits are right by luck, but not so often.
    for (let times = 0; times < 50; times += 1) {
      memory.renewChatId();
      expect(memory.chatId).toMatch(UUID);
    }
  });
});
