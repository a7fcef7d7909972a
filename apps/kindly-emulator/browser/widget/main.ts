import { Chat } from './chat/chat.js';
import { installPageApi } from './page/page-api.js';
import { report } from './page/page-console.js';
import { pageReady } from './page/page-ready.js';
import { findScriptTag, type ScriptTag } from './page/script-tag.js';
import { CHAT_TAG, ChatElement } from './panel/chat-element.js';

function embed(script: ScriptTag): void {
  customElements.define(CHAT_TAG, ChatElement);
  const chat = new Chat(script);
  installPageApi(chat);
  pageReady(() => {
    const element = new ChatElement();
    element.chat = chat;
    document.body.append(element);
    chat.start();
  });
}

/** The page may include the script twice; the element's name can be defined once, so it tells. */
function main(): void {
  if (customElements.get(CHAT_TAG) !== undefined) {
    report.info('the script is included twice; the second inclusion does nothing.');
    return;
  }
  const script = findScriptTag();
  if (script === null) {
    report.warn(
      'no <script id="kindly-chat" src="(emulator)/kindly-chat.js"> is found, so no chat is shown.',
    );
    return;
  }
  embed(script);
}

main();
