import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection whose client writes its requests by hand. */
export async function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** A request that the server has begun to read, and that is not over before {@link finish}. */
export class Upload {
  #answer = '';

  private constructor(
    private readonly socket: Socket,
    private readonly rest: string,
  ) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.#answer += text));
  }

  /** Sends all but the end of a JSON body, on a connection that its client would keep. */
  static async begin(url: string, body: string): Promise<Upload> {
    const socket = await dial(url);
    const upload = new Upload(socket, body.slice(2));
    const { pathname, host } = new URL(url);
    socket.write(
      [
        `POST ${pathname} HTTP/1.1`,
        `Host: ${host}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        'Expect: 100-continue',
        '\r\n',
      ].join('\r\n'),
    );
    // The server says so when the request has come to whoever answers it.
    while (!upload.#answer.includes('100 Continue')) await once(socket, 'data');
    socket.write(body.slice(0, 2));
    return upload;
  }

  /** @returns the answer, when the server has closed the connection */
  async finish(): Promise<string> {
    const closed = once(this.socket, 'close');
    this.socket.write(this.rest);
    await closed;
    return this.#answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  }
}
