import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';
import { report } from './page-console.js';
import { pageOptions } from './page-options.js';

/** An error of the page's callback must not stop the chat. */
function call(name: 'onLoad' | 'onMessage', ...values: readonly unknown[]): void {
  const options = pageOptions();
  const callback = options[name];
  if (typeof callback !== 'function') return;
  try {
    Reflect.apply(callback, options, values);
  } catch (error) {
    report.error(`window.kindlyOptions.${name} threw`, error);
  }
}

/** Tells the page that the chat is there: `onLoad`, and the event `kindly:load`. */
export function announceLoad(): void {
  call('onLoad');
  window.dispatchEvent(new CustomEvent('kindly:load'));
}

/** Tells the page of a message: `onMessage`, and the event `kindly:message`. */
export function announceMessage(message: ChatMessage, log: readonly ChatMessage[]): void {
  // Copies: what the page does with them must not change what is shown.
  const newMessage = structuredClone(message);
  const chatLog = structuredClone(log);
  call('onMessage', newMessage, chatLog);
  window.dispatchEvent(new CustomEvent('kindly:message', { detail: { newMessage, chatLog } }));
}
