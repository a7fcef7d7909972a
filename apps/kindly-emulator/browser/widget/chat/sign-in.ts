import type { Authentication } from '../../../src/protocol/chat-protocol.js';
import { report } from '../page/page-console.js';

/** Seconds before its end at which a token is renewed. */
const MARGIN = 30;
/** Milliseconds; longer timers overflow and fire at once. */
const LONGEST_TIMER = 24 * 60 * 60 * 1000;

const ANONYMOUS: Authentication = { authenticated: false };

export interface SignInParts {
  readonly chatId: string;
  /** Asks the page; `null` is an anonymous chat. */
  readonly ask: (chatId: string) => Promise<string | null>;
  readonly post: (token: string | null, forChat: string) => Promise<Authentication>;
  readonly changed: (signedIn: boolean) => void;
}

/** When to renew, in milliseconds from now: half a minute before the end, of a short life the half. */
function renewalDelay(expiresAt: number): number {
  const life = expiresAt - Date.now() / 1000;
  const seconds = life < 2 * MARGIN ? life / 2 : life - MARGIN;
  return Math.min(Math.max(seconds, 1) * 1000, LONGEST_TIMER);
}

/** Signs a chat in with the page's token, and renews it before it expires. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #running = new Map<string, Promise<void>>();
  #tokenCalls = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expiresAt = Number.POSITIVE_INFINITY;
  #ended = false;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** How many calls of the page's function are made at once: more than one only to try the endpoint. */
  callAtOnce(tokenCalls: number): void {
    this.#tokenCalls = tokenCalls;
  }

  /** Never rejects. Calls for the same chat id at the same time are one call of the page's function. */
  async renew(chatId = this.#parts.chatId): Promise<void> {
    const running = this.#running.get(chatId);
    if (running !== undefined) return running;
    const renewal = this.#renew(chatId).finally(() => this.#running.delete(chatId));
    this.#running.set(chatId, renewal);
    return renewal;
  }

  /**
   * To wait for before something is sent: what is sent while a token is fetched would go unsigned, and
   * the timer does not fire in time in a tab that sleeps.
   */
  async ready(): Promise<void> {
    if (this.#expiresAt <= Date.now() / 1000) return this.renew();
    return this.#running.get(this.#parts.chatId);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #renew(chatId: string): Promise<void> {
    const answer = await this.#authenticate(chatId);
    // The emulator may ask for another chat's token, to try what comes of it; that changes nothing here.
    if (this.#ended || chatId !== this.#parts.chatId) return;
    this.#schedule(answer);
    this.#parts.changed(answer.authenticated);
  }

  async #authenticate(chatId: string): Promise<Authentication> {
    const length = this.#tokenCalls;
    const attempts = await Promise.all(Array.from({ length }, () => this.#askAndPost(chatId)));
    // Of several tokens the emulator keeps one, whose answer counts.
    const good = attempts.find(({ answer }) => answer?.authenticated === true);
    if (good === undefined && attempts.some(({ token, answer }) => token !== null && answer)) {
      report.warn(
        'the token is refused, so the chat is anonymous; the console of the emulator says why.',
      );
    }
    return good?.answer ?? ANONYMOUS;
  }

  async #askAndPost(
    chatId: string,
  ): Promise<{ readonly token: string | null; readonly answer?: Authentication }> {
    const token = await this.#parts.ask(chatId);
    try {
      return { token, answer: await this.#parts.post(token, chatId) };
    } catch (error) {
      report.info('the chat is anonymous: the emulator did not take the token.', error);
      return { token };
    }
  }

  #schedule({ authenticated, expires_at: expiresAt }: Authentication): void {
    clearTimeout(this.#timer);
    this.#expiresAt = Number.POSITIVE_INFINITY;
    if (!authenticated || expiresAt === undefined) return;
    this.#expiresAt = expiresAt;
    this.#timer = setTimeout(() => void this.renew(), renewalDelay(expiresAt));
  }
}
