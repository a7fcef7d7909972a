import type { KindlyChatEvents, KindlyChatWindow } from './chat-page.js';

declare global {
  // Interfaces, because these merge with the DOM's own.
  interface Window {
    /** What the page tells Kindly Chat; set it before the chat's script runs. */
    kindlyOptions?: KindlyChatWindow['kindlyOptions'];
    /** What the page can ask of Kindly Chat, once its script has run. */
    kindlyChat?: KindlyChatWindow['kindlyChat'];
  }
  interface WindowEventMap extends KindlyChatEvents {}
}
