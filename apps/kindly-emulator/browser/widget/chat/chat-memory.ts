import { newChatId } from './chat-id.js';

interface Kept {
  readonly chatId: string;
  readonly open: boolean;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function parse(text: string | null): Partial<Record<keyof Kept, unknown>> {
  const value: unknown = JSON.parse(text ?? '{}');
  return typeof value === 'object' && value !== null ? value : {};
}

/**
 * What a reload must not lose: the chat id, and whether the panel is open. In `localStorage`, so that no
 * cookie is set on the page's host; where that is forbidden (private mode), for as long as the page lives.
 */
export class ChatMemory {
  readonly #key: string;
  #kept: Kept;

  constructor(botKey: string) {
    this.#key = `kindly-emulator:${botKey}`;
    this.#kept = this.#read();
    this.#write();
  }

  get chatId(): string {
    return this.#kept.chatId;
  }

  get open(): boolean {
    return this.#kept.open;
  }

  keepOpen(open: boolean): void {
    this.#kept = { ...this.#kept, open };
    this.#write();
  }

  /** Forgets the chat and begins another. */
  renewChatId(): void {
    this.#kept = { ...this.#kept, chatId: newChatId() };
    this.#write();
  }

  #read(): Kept {
    try {
      const { chatId, open } = parse(localStorage.getItem(this.#key));
      const known = typeof chatId === 'string' && UUID.test(chatId);
      return { chatId: known ? chatId : newChatId(), open: open === true };
    } catch {
      return { chatId: newChatId(), open: false };
    }
  }

  #write(): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // Forbidden or full: the chat then ends with the page.
    }
  }
}
