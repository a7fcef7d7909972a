import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';
import { listenToConsole } from '../../testing/page-console.js';
import { announceLoad, announceMessage } from './page-events.js';

const MESSAGE: ChatMessage = {
  id: '1',
  sender: 'bot',
  message: 'Hi',
  buttons: [{ button_type: 'link', label: 'Shop', value: 'https://example.com' }],
  created: '2026-01-01T00:00:00.000Z',
};

const failing = (): never => {
  throw new Error('of the page');
};

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  told = listenToConsole();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What reaches the page: by its callbacks, and by events. */
function listen(callbacks: object = {}) {
  const heard: unknown[] = [];
  Reflect.set(window, 'kindlyOptions', {
    onLoad: () => heard.push('onLoad'),
    onMessage: (...values: unknown[]) => heard.push(['onMessage', ...values]),
    ...callbacks,
  });
  for (const name of ['kindly:load', 'kindly:message']) {
    window.addEventListener(name, (event) => {
      heard.push([name, event instanceof CustomEvent ? event.detail : undefined]);
    });
  }
  return heard;
}

describe('what the page hears', () => {
  it('of the chat that is there', () => {
    const heard = listen();
    announceLoad();
    expect(heard).toEqual(['onLoad', ['kindly:load', null]]);
  });

  it('of a message, with the whole log', () => {
    const heard = listen();
    announceMessage(MESSAGE, [MESSAGE]);
    expect(heard).toEqual([
      ['onMessage', MESSAGE, [MESSAGE]],
      ['kindly:message', { newMessage: MESSAGE, chatLog: [MESSAGE] }],
    ]);
  });

  it('by events alone where it has no callback', () => {
    const heard = listen({ onLoad: undefined, onMessage: 'x' });
    announceLoad();
    announceMessage(MESSAGE, []);
    expect(heard).toEqual([
      ['kindly:load', null],
      ['kindly:message', { newMessage: MESSAGE, chatLog: [] }],
    ]);
  });

  it('its own error, and the chat goes on', () => {
    const heard = listen({ onLoad: failing, onMessage: failing });
    announceLoad();
    announceMessage(MESSAGE, []);
    expect(heard).toHaveLength(2);
    expect(told).toEqual([
      ['error', 'window.kindlyOptions.onLoad threw', new Error('of the page')],
      ['error', 'window.kindlyOptions.onMessage threw', new Error('of the page')],
    ]);
  });

  it('can be changed by the page without changing what is shown', () => {
    const shown = structuredClone(MESSAGE);
    const log = [shown];
    listen({
      onMessage: (message: { message: string; buttons: unknown[] }, all: unknown[]) => {
        message.message = 'changed';
        message.buttons.pop();
        all.pop();
      },
    });
    announceMessage(shown, log);
    expect(log).toEqual([MESSAGE]);
  });
});
