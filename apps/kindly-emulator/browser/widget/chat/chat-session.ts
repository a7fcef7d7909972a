import type { ChatEvents, Connection } from '../../../src/protocol/chat-protocol.js';
import { Backoff } from './backoff.js';
import type { ChatApi, ChatLink } from './chat-api.js';
import { isRefused } from './chat-refusal.error.js';
import { ChatStream } from './chat-stream.js';
import { SignIn } from './sign-in.js';

export interface SessionParts {
  readonly chatId: string;
  readonly api: ChatApi;
  readonly connect: () => Promise<Connection>;
  readonly ask: (chatId: string) => Promise<string | null>;
  readonly welcomed: (connection: Connection) => void;
  readonly message: (message: ChatEvents['message']) => void;
  readonly typing: (typing: boolean) => void;
  readonly context: (context: ChatEvents['context']) => void;
  readonly signedIn: (signedIn: boolean) => void;
  readonly opened: () => void;
  readonly lost: () => void;
  /** It could not connect, and tries again. */
  readonly failed: (error: unknown) => void;
}

/** One chat, connected: its stream, its sign-in, and what is sent; it connects again by itself. */
export class ChatSession {
  readonly #parts: SessionParts;
  readonly #ended = new AbortController();
  readonly #streamBackoff = new Backoff();
  readonly #signIn: SignIn;
  #stream: ChatStream | null = null;
  #link: ChatLink | null = null;
  #joining: Promise<ChatLink> | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#signIn = new SignIn({
      chatId: parts.chatId,
      ask: parts.ask,
      post: async (token, forChat) => parts.api.authenticate(await this.#linked(), token, forChat),
      changed: parts.signedIn,
    });
  }

  /** Connects, as often as it takes. Rejects only when the session is ended. */
  async join(): Promise<ChatLink> {
    this.#joining ??= this.#join(new Backoff()).finally(() => {
      this.#joining = null;
    });
    return this.#joining;
  }

  /** Sends something; after an expired token or a restart of the emulator a second time. */
  async deliver(send: (link: ChatLink) => Promise<void>): Promise<void> {
    const link = await this.#linked();
    await this.#signIn.ready();
    try {
      await send(link);
    } catch (error) {
      if (isRefused(error, 'token_expired')) await this.#signIn.renew();
      else if (isRefused(error, 'chat_unknown')) await this.join();
      else throw error;
      await this.#signIn.ready();
      await send(await this.#linked());
    }
  }

  end(): void {
    this.#ended.abort();
    this.#stream?.close();
    this.#signIn.end();
  }

  async #linked(): Promise<ChatLink> {
    return this.#joining ?? this.#link ?? this.join();
  }

  async #join(backoff: Backoff): Promise<ChatLink> {
    this.#stream?.close();
    try {
      const connection = await this.#parts.connect();
      this.#ended.signal.throwIfAborted();
      return this.#welcome(connection);
    } catch (error) {
      this.#ended.signal.throwIfAborted();
      this.#parts.failed(error);
      await backoff.wait(this.#ended.signal);
      return this.#join(backoff);
    }
  }

  #welcome(connection: Connection): ChatLink {
    const link = { chatId: this.#parts.chatId, token: connection.token };
    this.#link = link;
    this.#parts.welcomed(connection);
    this.#openStream(link);
    this.#signIn.callAtOnce(connection.token_calls);
    void this.#signIn.renew();
    return link;
  }

  #openStream(link: ChatLink): void {
    const { api, message, context, opened, lost, typing } = this.#parts;
    const url = (after: string): string => api.streamUrl(link, after);
    this.#stream = new ChatStream(
      url,
      {
        message,
        context,
        opened,
        lost,
        typing: (event) => {
          typing(event.typing);
        },
        auth: ({ chat_id: chatId, token_calls: tokenCalls }) => {
          this.#signIn.callAtOnce(tokenCalls);
          void this.#signIn.renew(chatId);
        },
        refused: () => {
          // It rejects only when the session is ended, and then nobody waits for it.
          this.join().catch(() => undefined);
        },
      },
      this.#streamBackoff,
    );
    this.#stream.open();
  }
}
