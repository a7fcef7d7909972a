import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';

/** What the user wrote and the emulator has not repeated yet. */
export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  /** Why it was not sent; empty while it is on its way. */
  readonly problem: string;
}

/** All that the panel shows. */
export interface ChatState {
  readonly open: boolean;
  readonly bubble: boolean;
  readonly connection: 'connecting' | 'connected' | 'lost';
  /** One sentence with what to do; empty when all is well. */
  readonly problem: string;
  readonly botName: string;
  readonly messages: readonly ChatMessage[];
  readonly pending: readonly PendingMessage[];
  readonly typing: boolean;
  /** `null`: not known yet. */
  readonly signedIn: boolean | null;
  /** Messages of the bot since the panel was closed. */
  readonly unread: number;
}

export const NEW_CHAT = {
  connection: 'connecting',
  problem: '',
  messages: [],
  pending: [],
  typing: false,
  signedIn: null,
  unread: 0,
} as const satisfies Partial<ChatState>;

/** Holds the state, and tells who listens when it changes. */
export class ChatStore {
  readonly #listeners = new Set<() => void>();
  #state: ChatState;

  constructor(open: boolean) {
    this.#state = { ...NEW_CHAT, open, bubble: true, botName: 'Chat' };
  }

  get state(): ChatState {
    return this.#state;
  }

  change(part: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  /** @returns ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
