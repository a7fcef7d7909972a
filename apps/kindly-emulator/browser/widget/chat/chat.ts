import type {
  ButtonClickRequest,
  ChatMessage,
  Connection,
} from '../../../src/protocol/chat-protocol.js';
import { ConnectPolicy } from '../page/connect-policy.js';
import { report } from '../page/page-console.js';
import { announceLoad, announceMessage } from '../page/page-events.js';
import { askPageForToken } from '../page/page-token.js';
import type { ScriptTag } from '../page/script-tag.js';
import { ChatApi } from './chat-api.js';
import { ChatContext } from './chat-context.js';
import { newChatId } from './chat-id.js';
import { ChatMemory } from './chat-memory.js';
import { ChatSession } from './chat-session.js';
import { ChatStore, NEW_CHAT, type PendingMessage } from './chat-store.js';
import { connectRequest } from './connect-request.js';
import { stillPending, unknownOf, withoutSecondGreeting } from './message-log.js';
import {
  connectProblem,
  forbiddenProblem,
  lostProblem,
  NO_BOT_KEY,
  sendProblem,
} from './problem.js';

/** The chat of this page: what the panel and `window.kindlyChat` can do. */
export class Chat {
  readonly store: ChatStore;
  readonly consoleUrl: string;
  context = new ChatContext();
  readonly #memory: ChatMemory;
  readonly #api: ChatApi;
  readonly #script: ScriptTag;
  readonly #policy: ConnectPolicy;
  #session: ChatSession | null = null;
  #loaded = false;
  #showsTyping = true;

  constructor(script: ScriptTag) {
    this.#script = script;
    this.#policy = new ConnectPolicy(script.origin);
    this.consoleUrl = `${script.origin}/`;
    this.#memory = new ChatMemory(script.botKey);
    this.#api = new ChatApi(script.origin, script.botKey);
    this.store = new ChatStore(this.#memory.open);
  }

  start(): void {
    if (this.#script.botKey === '') {
      this.store.change({ connection: 'lost', problem: NO_BOT_KEY });
      return;
    }
    this.#session = this.#newSession(this.#memory.chatId);
    // Rejects only when it is ended, by the chat that follows it.
    this.#session.join().catch(() => undefined);
  }

  /** Forgets this chat and begins another. */
  startNew(): void {
    this.#session?.end();
    this.#memory.renewChatId();
    this.context = new ChatContext();
    this.store.change(NEW_CHAT);
    this.start();
  }

  open(): void {
    this.#memory.keepOpen(true);
    this.store.change({ open: true, unread: 0 });
  }

  close(): void {
    this.#memory.keepOpen(false);
    this.store.change({ open: false });
  }

  showBubble(bubble: boolean): void {
    this.store.change({ bubble });
  }

  async send(text: string): Promise<void> {
    const message = { id: newChatId(), text, problem: '' };
    this.store.change({ pending: [...this.store.state.pending, message] });
    await this.#sendPending(message);
  }

  async sendAgain(message: PendingMessage): Promise<void> {
    this.#setPendingProblem(message.id, '');
    await this.#sendPending(message);
  }

  async click(request: ButtonClickRequest): Promise<void> {
    await this.#deliver(async (link) => this.#api.clickButton(link, request));
  }

  async trigger(slug: string): Promise<void> {
    await this.#deliver(async (link) => this.#api.trigger(link, { slug }));
  }

  async #sendPending({ id, text }: PendingMessage): Promise<void> {
    const context = this.context;
    try {
      await this.#session?.deliver(async (link) => {
        const unsent = context.unsent;
        await this.#api.message(link, {
          message: text,
          ...(unsent === undefined ? {} : { new_context: unsent }),
        });
        context.sent(unsent);
      });
    } catch (error) {
      this.#setPendingProblem(id, sendProblem(error));
    }
  }

  async #deliver(send: Parameters<ChatSession['deliver']>[0]): Promise<void> {
    const session = this.#session;
    try {
      await session?.deliver(send);
      this.store.change({ problem: '' });
    } catch (error) {
      // The user has begun another chat meanwhile.
      if (session !== this.#session) return;
      report.warn('it was not sent:', error);
      this.store.change({ problem: `It was not sent: ${sendProblem(error)}` });
    }
  }

  #setPendingProblem(id: string, problem: string): void {
    const { pending } = this.store.state;
    this.store.change({
      pending: pending.map((one) => (one.id === id ? { ...one, problem } : one)),
    });
  }

  #newSession(chatId: string): ChatSession {
    const { store } = this;
    let known = false;
    return new ChatSession({
      chatId,
      api: this.#api,
      connect: async () => this.#api.connect(chatId, connectRequest(this.context)),
      ask: askPageForToken,
      welcomed: (connection) => {
        this.#welcome(connection, known);
        known = true;
      },
      message: (message) => {
        this.#receive([message], true);
      },
      typing: (typing) => {
        store.change({ typing: typing && this.#showsTyping });
      },
      context: (context) => {
        this.context.tell(context);
      },
      signedIn: (signedIn) => {
        store.change({ signedIn });
      },
      opened: () => {
        store.change({ connection: 'connected', problem: '', typing: false });
      },
      lost: () => {
        const problem = lostProblem(this.#script.origin);
        store.change({ connection: 'lost', problem, typing: false });
      },
      failed: (error) => {
        store.change({ connection: 'lost', problem: this.#whyItFailed(error) });
      },
    });
  }

  #whyItFailed(error: unknown): string {
    const { origin } = this.#script;
    return this.#policy.forbids ? forbiddenProblem(origin) : connectProblem(error, origin);
  }

  /** @param again the page has shown this chat already, so what is new to it is news */
  #welcome(connection: Connection, again: boolean): void {
    this.#showsTyping = connection.bot_typing_indicator;
    this.context.tell(connection.context);
    this.store.change({ connection: 'connected', problem: '', botName: connection.bot_name });
    const { messages } = this.store.state;
    this.#receive(withoutSecondGreeting(messages, connection.messages), again);
    if (this.#loaded) return;
    this.#loaded = true;
    announceLoad();
  }

  #receive(came: readonly ChatMessage[], news: boolean): void {
    const { state } = this.store;
    const added = unknownOf(state.messages, came);
    if (added.length === 0) return;
    const messages = [...state.messages, ...added];
    const fromBot = added.filter((message) => message.sender === 'bot').length;
    this.store.change({
      messages,
      pending: stillPending(state.pending, added),
      unread: news && !state.open ? state.unread + fromBot : state.unread,
    });
    if (!news) return;
    for (const message of added) announceMessage(message, messages);
  }
}
