import type { ChatEvents } from '../../../src/protocol/chat-protocol.js';
import type { Backoff } from './backoff.js';

type Handlers = { readonly [K in keyof ChatEvents]: (data: ChatEvents[K]) => void };

export interface StreamListener extends Handlers {
  readonly opened: () => void;
  /** The connection broke and did not come back at once; the stream opens itself again. */
  readonly lost: () => void;
  /** The emulator does not stream this chat (any more); the stream is closed. */
  readonly refused: () => void;
}

/**
 * The events of a chat. EventSource would connect again by itself, but neither waits longer each time
 * nor asks for `after`, so each connection is closed at its first error and another one opened.
 */
export class ChatStream {
  readonly #url: (after: string) => string;
  readonly #listener: StreamListener;
  readonly #backoff: Backoff;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = '';

  constructor(url: (after: string) => string, listener: StreamListener, backoff: Backoff) {
    this.#url = url;
    this.#listener = listener;
    this.#backoff = backoff;
  }

  open(): void {
    const source = new EventSource(this.#url(this.#last));
    this.#source = source;
    const { message, typing, auth, context } = this.#listener;
    this.#on(source, 'message', message);
    this.#on(source, 'typing', typing);
    this.#on(source, 'auth', auth);
    this.#on(source, 'context', context);
    source.addEventListener('open', () => {
      this.#backoff.reset();
      this.#listener.opened();
    });
    source.addEventListener('error', () => {
      this.#failed(source);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #on<K extends keyof ChatEvents>(source: EventSource, name: K, handle: Handlers[K]): void {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      if (event.lastEventId !== '') this.#last = event.lastEventId;
      handle(JSON.parse(event.data) as ChatEvents[K]);
    });
  }

  /** CLOSED means that something else than a stream was answered; only `POST connect` can say what. */
  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    const refused = source.readyState === EventSource.CLOSED;
    this.close();
    // The first try comes at once; a short break is not worth a word.
    if (this.#backoff.failures > 0) this.#listener.lost();
    this.#timer = setTimeout(() => {
      if (refused) this.#listener.refused();
      else this.open();
    }, this.#backoff.next());
  }
}
