import type { CacheFleet } from './cache-fleet.js';
import { seededRandom, waitOf } from './random.js';

/** How people chat. */
export interface Pattern {
  readonly name: string;
  /** In a chat. */
  readonly messages: number;
  /** Seconds from one message to the next, on average. */
  readonly gap: number;
}

export interface SimulationSettings {
  readonly pattern: Pattern;
  /** Chats at the same time; when one ends, the next begins. */
  readonly chats: number;
  /** Seconds between `iat` and `exp`. */
  readonly lifetime: number;
  /** Seconds before anything is counted: by then the beginning is forgotten. */
  readonly settle: number;
  /** Seconds that are counted. */
  readonly seconds: number;
  readonly seed: number;
  /** Who gets the webhooks. */
  readonly fleets?: readonly CacheFleet[];
}

export interface Simulated {
  readonly tokensPerSecond: number;
  readonly webhooksPerSecond: number;
}

/** Chats, a second after the other. */
class Chats {
  /** Per chat: messages that it will still send, its token, and when that expires. */
  readonly #left: Int32Array;
  readonly #token: Float64Array;
  readonly #expiry: Float64Array;
  /** Per second: the chats that do something then. */
  readonly #agenda: (number[] | undefined)[] = [];
  readonly #random: () => number;
  tokens = 0;
  webhooks = 0;

  constructor(private readonly settings: SimulationSettings) {
    const { chats, seed, pattern, lifetime } = settings;
    this.#random = seededRandom(seed);
    this.#left = new Int32Array(chats);
    this.#token = new Float64Array(chats);
    this.#expiry = new Float64Array(chats);
    for (let chat = 0; chat < chats; chat += 1) {
      // They are somewhere between their first message and their last one, and so are their tokens:
      // if all expired at once, they would do so again and again.
      this.#left[chat] = Math.floor(this.#random() * pattern.messages);
      this.#token[chat] = -1 - chat;
      this.#expiry[chat] = this.#random() * lifetime;
      this.plan(chat, 0);
    }
  }

  /** Lets a second pass. */
  pass(now: number): void {
    for (const chat of this.#agenda[now] ?? []) this.speak(chat, now);
    this.#agenda[now] = undefined;
  }

  private plan(chat: number, now: number): void {
    const then = now + waitOf(this.settings.pattern.gap, this.#random);
    (this.#agenda[then] ??= []).push(chat);
  }

  /** A message, after which Kindly asks a webhook. A chat that is over makes room for a new one. */
  private speak(chat: number, now: number): void {
    const left = this.#left[chat] ?? 0;
    const isNew = left === 0;
    if (isNew || now >= (this.#expiry[chat] ?? 0)) this.renew(chat, now);
    this.#left[chat] = isNew ? this.settings.pattern.messages - 1 : left - 1;
    this.webhooks += 1;
    for (const fleet of this.settings.fleets ?? []) fleet.see(this.#token[chat] ?? 0);
    this.plan(chat, now);
  }

  private renew(chat: number, now: number): void {
    this.tokens += 1;
    this.#token[chat] = this.tokens;
    this.#expiry[chat] = now + this.settings.lifetime;
  }
}

/**
 * What a number of chats ask of a server. The page asks for a token when a message is to be sent and
 * the one it has is no longer good; every message leads to a webhook.
 */
export function simulate(settings: SimulationSettings): Simulated {
  const { settle, seconds, fleets = [] } = settings;
  const chats = new Chats(settings);
  for (let now = 0; now < settle; now += 1) chats.pass(now);
  for (const fleet of fleets) fleet.forgetCounts();
  const before = { tokens: chats.tokens, webhooks: chats.webhooks };
  for (let now = settle; now < settle + seconds; now += 1) chats.pass(now);
  return {
    tokensPerSecond: (chats.tokens - before.tokens) / seconds,
    webhooksPerSecond: (chats.webhooks - before.webhooks) / seconds,
  };
}
