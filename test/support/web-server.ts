import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** Lets a server listen on this machine. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A web server of one test's, of another origin than the emulator's. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

export async function pageWith(html: string): Promise<string> {
  return serve((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
  });
}

/** A page with the widget in it, and with what else its author has written. */
export async function pageWithChat(
  { url, botKey }: { readonly url: string; readonly botKey: string },
  html = '',
): Promise<string> {
  return pageWith(`<!doctype html>
    <html lang="en">
      <title>A shop</title>
      <main><h1>A shop</h1>${html}</main>
      <script id="kindly-chat" src="${url}/kindly-chat.js" data-bot-key="${botKey}" async></script>
    </html>`);
}
