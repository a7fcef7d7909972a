import type {
  Authentication,
  ButtonClickRequest,
  Connection,
  ConnectRequest,
  MessageRequest,
  TriggerRequest,
} from '../../../src/protocol/chat-protocol.js';
import { refusalOf } from './chat-refusal.error.js';

/** Milliseconds. */
const TIMEOUT = 15_000;

/** A chat that the emulator has connected. */
export interface ChatLink {
  readonly chatId: string;
  /** The chat's own token, not the JWT. */
  readonly token: string;
}

type Headers = Readonly<Record<string, string>>;

/** The calls below `/chatbubble/v2`. */
export class ChatApi {
  readonly #base: string;
  readonly #botKey: string;

  constructor(origin: string, botKey: string) {
    this.#base = `${origin}/chatbubble/v2`;
    this.#botKey = botKey;
  }

  async connect(chatId: string, body: ConnectRequest): Promise<Connection> {
    const headers = { 'kindly-bot-key': this.#botKey, 'kindly-chat-uuid': chatId };
    const response = await this.#post('connect', headers, body);
    return (await response.json()) as Connection;
  }

  /**
   * @param jwt `null` for an anonymous chat
   * @param forChat the chat id that the page was asked with
   */
  async authenticate(link: ChatLink, jwt: string | null, forChat: string): Promise<Authentication> {
    const headers = {
      ...this.#headers(link),
      ...(jwt === null ? {} : { authorization: `Bearer ${jwt}` }),
      ...(forChat === link.chatId ? {} : { 'kindly-auth-chat-uuid': forChat }),
    };
    const response = await this.#post('auth', headers, {});
    return (await response.json()) as Authentication;
  }

  async message(link: ChatLink, body: MessageRequest): Promise<void> {
    await this.#post('message', this.#headers(link), body);
  }

  async clickButton(link: ChatLink, body: ButtonClickRequest): Promise<void> {
    await this.#post('button/click', this.#headers(link), body);
  }

  async trigger(link: ChatLink, body: TriggerRequest): Promise<void> {
    await this.#post('trigger', this.#headers(link), body);
  }

  /** @param after id of the last event that the page has; empty for all */
  streamUrl(link: ChatLink, after: string): string {
    const query = new URLSearchParams({ chat: link.chatId, token: link.token });
    if (after !== '') query.set('after', after);
    return `${this.#base}/stream?${query.toString()}`;
  }

  #headers(link: ChatLink): Headers {
    return { 'kindly-chat-uuid': link.chatId, 'kindly-chatbubble-token': link.token };
  }

  async #post(path: string, headers: Headers, body: object): Promise<Response> {
    const response = await fetch(`${this.#base}/${path}`, {
      method: 'POST',
      headers: { ...headers, 'kindly-chat-client': 'web', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}
