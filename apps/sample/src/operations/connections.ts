import { type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

/** A connection ends with its answer, and the client knows: it sends no further request that nobody would read. */
function endWith(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('Connection', 'close');
}

/** A request that has come already does not look idle any more once it is read. */
async function readWhatHasCome(): Promise<void> {
  // What is left of this turn of the event loop, a turn that takes connections, and one that reads them.
  await setImmediate();
  await setImmediate();
  await setImmediate();
}

/** The connections of a server, to end them without losing a request or half of an answer. */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly answers = new Set<ServerResponse>();
  private isEnding = false;

  /** @param server one that does not listen yet: of connections that were there before nothing is known */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    // Before the framework's listener, which may answer at once.
    server.prependListener('request', (_request, answer: ServerResponse) => this.begin(answer));
  }

  /** Has each connection end with its next answer, while the server takes new ones as before. */
  dismiss(): void {
    this.isEnding = true;
    this.answers.forEach(endWith);
  }

  /**
   * Takes no new connections, ends those that are idle at once, and the others when they have had their answers.
   *
   * @param patience milliseconds after which those that are left are cut off
   */
  async end(patience: number): Promise<void> {
    if (!this.server.listening) return;
    this.dismiss();
    await readWhatHasCome();
    const ended = new Promise<void>((resolve) => {
      // Not HTTP's own `close()`: it cuts off answers that a slow client has not read to their end.
      NetServer.prototype.close.call(this.server, () => resolve());
    });
    this.endIdle();
    const cut = setTimeout(() => this.server.closeAllConnections(), patience);
    await ended;
    clearTimeout(cut);
  }

  private begin(answer: ServerResponse): void {
    this.answers.add(answer);
    if (this.isEnding) endWith(answer);
    answer.once('close', () => {
      this.answers.delete(answer);
      if (!this.server.listening) this.endIdle();
    });
  }

  private endIdle(): void {
    // Browsers open connections for requests that may never come; Node does not count them as idle.
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    // To Node a connection is idle as soon as its answer is complete, though it is still being sent.
    const isSending = [...this.answers].some(({ writableEnded }) => writableEnded);
    if (!isSending) this.server.closeIdleConnections();
  }
}
