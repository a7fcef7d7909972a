import { randomUUID } from 'node:crypto';
import { Subject } from 'rxjs';
import type { ChatEvents, ChatMessage, ConnectRequest } from '../protocol/chat-protocol.js';
import type { Claims } from '../token/claim-rules.js';

const MAX_MESSAGES = 200;
const MAX_CONTEXT_KEYS = 100;

/** An event of a chat's stream, under an id by which a page resumes. */
export interface ChatEvent<K extends keyof ChatEvents = keyof ChatEvents> {
  readonly id: number;
  readonly type: K;
  readonly data: ChatEvents[K];
}

/** The page that a chat is on. */
export interface Page {
  readonly host: string;
  readonly path: string;
  readonly url: string;
}

/** A token that the emulator has taken. */
export interface ChatToken {
  readonly token: string;
  readonly claims: Claims;
}

/** One chat, with what was said in it. */
export class Chat {
  readonly created = new Date().toISOString();
  /** For the header `kindly-chatbubble-token`. */
  readonly token = randomUUID();
  /** Given by the chat client at Kindly; not the user's `sub`. */
  readonly userId = `web-${randomUUID()}`;
  readonly events = new Subject<ChatEvent>();
  page: Page = { host: '', path: '', url: '' };
  languageCode = 'en';
  lastActive = this.created;
  connections = 0;
  /** Ends when the last that was said of who it is has been checked. */
  authenticating: Promise<unknown> = Promise.resolve();

  #authentication: ChatToken | undefined;
  #subject: string | undefined;
  readonly #messages: ChatMessage[] = [];
  readonly #past: ChatEvent[] = [];
  #context: Readonly<Record<string, string>> = {};
  // Goes on where an emulator that was restarted has stopped.
  #lastEvent = Date.now();

  constructor(readonly id: string) {}

  /** A page has connected; what it says of itself last counts. */
  arriveFrom(
    { web_host: host = '', web_path: path = '', web_url: url = '', ...rest }: ConnectRequest,
    languageCode: string | undefined,
  ): void {
    this.page = { host, path, url };
    this.languageCode = languageCode ?? rest.language_code ?? 'en';
    this.remember(rest.context ?? {});
  }

  get authentication(): ChatToken | undefined {
    return this.#authentication;
  }

  /** `sub` of the last good token: who was known in this chat, also when it is anonymous now. */
  get subject(): string | undefined {
    return this.#subject;
  }

  /** Without a token the chat is anonymous. */
  authenticateAs(token: ChatToken | undefined): void {
    this.#authentication = token;
    const sub = token?.claims['sub'];
    if (typeof sub === 'string') this.#subject = sub;
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  get context(): Readonly<Record<string, string>> {
    return this.#context;
  }

  /** What a page has missed since an event. */
  eventsAfter(id: number): readonly ChatEvent[] {
    return this.#past.filter((event) => event.id > id);
  }

  say(said: Omit<ChatMessage, 'id' | 'created'>): ChatMessage {
    const message = { id: randomUUID(), created: new Date().toISOString(), ...said };
    this.#messages.push(message);
    if (this.#messages.length > MAX_MESSAGES) this.#messages.shift();
    this.lastActive = message.created;
    this.emit('message', message);
    return message;
  }

  /** Upserts; what is said last counts. */
  remember(context: Readonly<Record<string, string>>): void {
    if (Object.keys(context).length === 0) return;
    const entries = Object.entries({ ...this.#context, ...context });
    this.#context = Object.fromEntries(entries.slice(-MAX_CONTEXT_KEYS));
    this.emit('context', this.#context);
  }

  emit<K extends keyof ChatEvents>(type: K, data: ChatEvents[K]): void {
    this.#lastEvent += 1;
    const event: ChatEvent<K> = { id: this.#lastEvent, type, data };
    // Only what was said is worth telling a page that comes back.
    if (type === 'message') this.#past.push(event);
    if (this.#past.length > MAX_MESSAGES) this.#past.shift();
    this.events.next(event);
  }
}
