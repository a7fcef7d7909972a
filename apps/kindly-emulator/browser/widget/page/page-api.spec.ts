import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chat } from '../chat/chat.js';
import { listenToConsole } from '../../testing/page-console.js';
import { installPageApi } from './page-api.js';

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('localStorage', undefined);
  told = listenToConsole();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

type Api = Readonly<Record<string, (...values: unknown[]) => unknown>>;

function installed() {
  const chat = new Chat({ botKey: 'bot-1', origin: 'http://localhost:4000' });
  installPageApi(chat);
  return { chat, api: Reflect.get(window, 'kindlyChat') as Api };
}

describe('window.kindlyChat', () => {
  it('opens and closes the chat, shows and hides its bubble', () => {
    const { chat, api } = installed();
    const after = (name: string) => {
      api[name]?.();
      const { open, bubble } = chat.store.state;
      return { open, bubble };
    };
    expect(after('openChat')).toEqual({ open: true, bubble: true });
    expect(after('hideBubble')).toEqual({ open: true, bubble: false });
    expect(after('closeChat')).toEqual({ open: false, bubble: false });
    expect(after('showBubble')).toEqual({ open: false, bubble: true });
  });

  it('gives back the context, as page and bot have set it', async () => {
    const { chat, api } = installed();
    api['setNewContext']?.({ page: 'cart' });
    await expect(api['getContext']?.()).resolves.toEqual({ page: 'cart' });
    chat.context.tell({ order: '42' });
    await expect(api['getContext']?.()).resolves.toEqual({ page: 'cart', order: '42' });
  });

  it.each([undefined, null, {}, 7])('does not break the page that triggers %j', async (slug) => {
    await expect(installed().api['triggerDialogue']?.(slug)).resolves.toBeUndefined();
  });

  it('does nothing where it is not emulated, and names it once', () => {
    const { api } = installed();
    for (let times = 0; times < 2; times += 1) {
      expect(api['setAccessibilityMode']?.('x', 1)).toBeUndefined();
    }
    expect(told).toEqual([
      ['warn', 'window.kindlyChat.setAccessibilityMode is not emulated by the Kindly emulator.'],
    ]);
  });

  it('can be awaited and printed, and names nothing by that', async () => {
    const { api } = installed();
    await expect(Promise.resolve(api)).resolves.toBe(api);
    expect(Object.prototype.toString.call(api)).toBe('[object Object]');
    expect(api['toString']?.()).toBe('[object Object]');
    expect(told).toEqual([]);
  });
});
