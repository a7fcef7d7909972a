import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen } from './web-server.js';

const REQUEST = /^(?:GET|POST) \S+(?= HTTP\/1\.1\r$)/gm;

/** A line between a page and an emulator, which can be cut; it notes what goes through. */
export class Line {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  readonly #requests: string[] = [];
  #answers = '';
  #isCut = false;
  #url = '';

  /** @param url where the line leads to */
  constructor(url: string) {
    this.#port = Number(new URL(url).port);
  }

  async open(): Promise<this> {
    const server = createServer((socket) => this.#connected(socket));
    onTestFinished(() => {
      this.cut();
      server.close();
    });
    this.#url = await listen(server);
    return this;
  }

  get url(): string {
    return this.#url;
  }

  /** Method and path of each request that has come through and whose path holds this. */
  requests(path: string): readonly string[] {
    return this.#requests.filter((request) => request.includes(path));
  }

  /** The id of the last event that a stream has brought. */
  get lastEventId(): string {
    return [...this.#answers.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';
  }

  /** Drops all connections, and each that comes, until the line is mended. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  #connected(page: Socket): void {
    if (this.#isCut) {
      page.destroy();
      return;
    }
    const emulator = connect(this.#port, '127.0.0.1');
    this.#join(page, emulator);
    this.#join(emulator, page);
    page.on('data', (bytes) => {
      this.#requests.push(...(bytes.toString().match(REQUEST) ?? []));
    });
    emulator.on('data', (bytes) => {
      this.#answers += bytes.toString();
    });
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    // A line that is cut ends with an error on one side or the other.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
