import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Chat } from '../state/chat.js';
import { ChatStore } from '../state/chat-store.service.js';
import type { TokenCheck } from '../protocol/console-protocol.js';
import { JournalService } from '../state/journal.service.js';
import { mask } from '../http/mask.js';
import { SettingsService } from '../state/settings.service.js';
import { CLOCK_TOLERANCE } from '../token/claim-rules.js';
import { nowInSeconds } from '../token/now-in-seconds.js';
import { checkToken } from '../token/token-check.js';

/** How long a page has to answer when it is asked for a token. Kindly documents none. */
const PAGE_MILLISECONDS = 3000;

/** Who stands behind a chat: takes the tokens that pages give, and asks for them. */
@Injectable()
export class AuthenticationService {
  /** Tokens that pages were asked for, for other chats than their own. */
  readonly #wanted = new Map<string, (token: string | undefined) => void>();

  constructor(
    private readonly settings: SettingsService,
    private readonly chats: ChatStore,
    private readonly journal: JournalService,
  ) {}

  /**
   * Takes or refuses the token of a page; without one the chat is anonymous. One after the other: what a
   * page has said last of who it is must count.
   *
   * @returns what came of the token
   */
  authenticate(chat: Chat, token: string | undefined): Promise<TokenCheck | undefined> {
    const turn = chat.authenticating.then(() => this.take(chat, token));
    chat.authenticating = turn.catch(() => undefined);
    return turn;
  }

  private async take(chat: Chat, token: string | undefined): Promise<TokenCheck | undefined> {
    const { botKey } = this.settings;
    const check = token === undefined ? undefined : await this.examine(chat, token);
    // Another key was pasted while the token was checked with the old one.
    if (check && botKey !== this.settings.botKey) return this.take(chat, token);
    const claims = check?.accepted ? check.claims : null;
    chat.authenticateAs(token !== undefined && claims ? { token, claims } : undefined);
    this.chats.tell(chat);
    return check;
  }

  private async examine(chat: Chat, token: string): Promise<TokenCheck> {
    const { botKey, rules } = this.settings;
    const verdict = await checkToken(token, {
      botKey,
      rules,
      chatId: chat.id,
      formerSubject: chat.subject,
      now: nowInSeconds(),
    });
    const at = new Date().toISOString();
    const check = { id: randomUUID(), chatId: chat.id, at, ...verdict, maskedToken: mask(token) };
    this.journal.addCheck({ check, token });
    return check;
  }

  /** Whether the chat had a token that is of no use any more. */
  hasExpired({ authentication }: Chat): boolean {
    const expiresAt = authentication?.claims['exp'];
    return typeof expiresAt === 'number' && expiresAt + CLOCK_TOLERANCE <= nowInSeconds();
  }

  /** Another key counts from now on: who was known by the old one has to say again who he is. */
  forgetAll(): void {
    for (const chat of this.chats.all) {
      if (!chat.authentication) continue;
      chat.authenticateAs(undefined);
      this.chats.tell(chat);
      this.renew(chat, 'the public key was changed');
    }
  }

  /** Asks the page to call getAuthToken again. */
  renew(chat: Chat, reason: string): void {
    this.ask(chat, chat.id, reason);
  }

  /** Asks the page for a token of a chat that is not its own, as no honest page would need. */
  tokenForOtherChat(chat: Chat): Promise<string | undefined> {
    const other = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.give(other, undefined), PAGE_MILLISECONDS);
      this.#wanted.set(other, (token) => {
        clearTimeout(timer);
        this.#wanted.delete(other);
        resolve(token);
      });
      this.ask(chat, other, 'a fault needs the token of another chat');
    });
  }

  private ask(chat: Chat, chatId: string, reason: string): void {
    const { tokenCalls } = this.settings;
    chat.emit('auth', { chat_id: chatId, reason, token_calls: tokenCalls });
  }

  /** A page answers with a token of a chat that is not its own. */
  give(chatId: string, token: string | undefined): void {
    this.#wanted.get(chatId)?.(token);
  }
}
