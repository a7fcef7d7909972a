import type { ConnectRequest } from '../../../src/protocol/chat-protocol.js';
import { pageOptions } from '../page/page-options.js';
import { type ChatContext, toContext } from './chat-context.js';

/** What the emulator is told of the page. */
export function connectRequest(context: ChatContext): ConnectRequest {
  return {
    context: { ...toContext(pageOptions().context, 'kindlyOptions.context'), ...context.byPage },
    web_host: location.host,
    web_path: location.pathname,
    web_url: location.href,
    language_code: document.documentElement.lang || navigator.language,
  };
}
