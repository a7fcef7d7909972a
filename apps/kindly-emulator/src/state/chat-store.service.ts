import { Injectable } from '@nestjs/common';
import type { InboxChat, InboxUser } from '../protocol/console-protocol.js';
import { JournalService } from './journal.service.js';
import type { Claims } from '../token/claim-rules.js';
import { Chat } from './chat.js';

/** So many chats are kept; the one that was silent longest is forgotten first. */
const CAPACITY = 100;

function text(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What Kindly shows of a user, and what of it it stores: only what is verified. */
export function inboxUser(claims: Claims): InboxUser {
  const [name, email, phone, picture] = ['name', 'email', 'phone_number', 'picture'].map((claim) =>
    text(claims, claim),
  );
  return {
    sub: text(claims, 'sub') ?? '',
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    emailStored: email !== undefined && claims['email_verified'] === true,
    ...(phone !== undefined && { phone }),
    phoneStored: phone !== undefined && claims['phone_number_verified'] === true,
    ...(picture !== undefined && { picture }),
  };
}

/** A chat as the console shows it. */
export function inboxChat(chat: Chat): InboxChat {
  const { authentication } = chat;
  const expiresAt = authentication?.claims['exp'];
  return {
    id: chat.id,
    created: chat.created,
    lastActive: chat.lastActive,
    user: authentication ? inboxUser(authentication.claims) : null,
    tokenExpiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    connected: chat.connections > 0,
    page: chat.page.url,
    context: chat.context,
    messages: chat.messages.map(({ id, sender, message, created }) => ({
      id,
      sender,
      message,
      created,
    })),
  };
}

/** The chats, in memory. */
@Injectable()
export class ChatStore {
  readonly #chats = new Map<string, Chat>();

  constructor(private readonly journal: JournalService) {}

  find(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  open(id: string): Chat {
    const known = this.#chats.get(id);
    if (known) return known;
    const chat = new Chat(id);
    this.#chats.set(id, chat);
    if (this.#chats.size > CAPACITY) this.forgetSilent();
    chat.events.subscribe(({ type }) => {
      if (type === 'message' || type === 'context') this.tell(chat);
    });
    return chat;
  }

  /** The latest first. */
  get all(): readonly Chat[] {
    return [...this.#chats.values()].toSorted((one, other) =>
      one.lastActive < other.lastActive ? 1 : -1,
    );
  }

  /** Shows all consoles how a chat is now. */
  tell(chat: Chat): void {
    if (!this.#chats.has(chat.id)) return;
    this.journal.events.next({ type: 'chat', data: inboxChat(chat) });
  }

  private forgetSilent(): void {
    const silent = this.all.at(-1);
    if (!silent) return;
    this.#chats.delete(silent.id);
    silent.events.complete();
    this.journal.events.next({ type: 'chat-gone', data: { id: silent.id } });
  }
}
