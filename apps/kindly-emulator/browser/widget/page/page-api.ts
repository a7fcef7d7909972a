import type { Chat } from '../chat/chat.js';
import { report } from './page-console.js';

function emulatedPart(chat: Chat): Readonly<Record<string, unknown>> {
  return {
    openChat: () => {
      chat.open();
    },
    closeChat: () => {
      chat.close();
    },
    showBubble: () => {
      chat.showBubble(true);
    },
    hideBubble: () => {
      chat.showBubble(false);
    },
    triggerDialogue: async (slug: unknown) => chat.trigger(String(slug)),
    getContext: async () => chat.context.current,
    setNewContext: (values: unknown) => {
      chat.context.set(values);
    },
  };
}

/**
 * Offers `window.kindlyChat`. What is not emulated does nothing and is named in the page's console: a
 * page that works with the real chat must not break here for want of a function.
 */
export function installPageApi(chat: Chat): void {
  const api = new Proxy(emulatedPart(chat), {
    get(target, key) {
      // `await` asks every value for `then`.
      if (typeof key === 'symbol' || key === 'then' || Reflect.has(target, key)) {
        return Reflect.get(target, key);
      }
      report.notEmulated(`window.kindlyChat.${key}`);
      return () => undefined;
    },
  });
  Reflect.set(window, 'kindlyChat', api);
}
