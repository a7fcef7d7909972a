import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADERS = [
  'authorization',
  'content-type',
  'kindly-auth-chat-uuid',
  'kindly-bot-key',
  'kindly-chat-client',
  'kindly-chat-uuid',
  'kindly-chatbubble-token',
];

/**
 * CORS for the chat API and the widget, as a CDN has it: any page may embed the chat. No cookie is
 * involved, and the control API is left out.
 */
export function allowPages(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  if (!/^\/(?:chatbubble\/|kindly-chat\.js)/.test(request.url ?? '')) {
    next();
    return;
  }
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', HEADERS.join(', '));
  response.setHeader('Access-Control-Max-Age', '600');
  // A deployed page may embed the emulator on the developer's machine.
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.writeHead(204).end();
}
