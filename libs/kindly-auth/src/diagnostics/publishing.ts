import { type Channel, channel } from 'node:diagnostics_channel';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyErrorCode } from '../errors/kindly-error-code.js';
import { KindlyDiagnosticsChannel } from './kindly-diagnostics-channel.js';
import type {
  KindlyKeysChanged,
  KindlyTokenIssued,
  KindlyTokenRefused,
  KindlyWebhookAccepted,
  KindlyWebhookRefused,
} from './kindly-diagnostics-messages.js';

/** What ends in one of two ways, and takes its time. */
interface Outcome {
  readonly duration: number;
}

/** The code of a refusal of ours. Not its reason, which may quote what was sent. */
export function errorCodeOf(error: unknown): KindlyErrorCode | undefined {
  return error instanceof KindlyAuthException ? error.errorCode : undefined;
}

/**
 * The two channels of one question that is answered all the time. Without a subscriber it costs
 * the look for one: neither the clock is read nor a message made.
 */
class OutcomeChannels<Good extends Outcome, Bad extends Outcome> {
  // Held here, so that nobody has to look them up by their names.
  readonly #good: Channel;
  readonly #bad: Channel;

  constructor(good: KindlyDiagnosticsChannel, bad: KindlyDiagnosticsChannel) {
    this.#good = channel(good);
    this.#bad = channel(bad);
  }

  /** @returns when it began, for the outcome; nothing when nobody wants to know of it */
  begin(): number | undefined {
    return this.#good.hasSubscribers || this.#bad.hasSubscribers ? performance.now() : undefined;
  }

  /** @param beganAt what {@link begin} returned */
  good(beganAt: number, message: Omit<Good, 'duration'>): void {
    publish(this.#good, beganAt, message);
  }

  /** @param beganAt what {@link begin} returned */
  bad(beganAt: number, message: Omit<Bad, 'duration'>): void {
    publish(this.#bad, beganAt, message);
  }
}

function publish(to: Channel, beganAt: number, message: object): void {
  if (to.hasSubscribers) to.publish({ ...message, duration: performance.now() - beganAt });
}

const { TokenIssued, TokenRefused, WebhookAccepted, WebhookRefused, KeysChanged } =
  KindlyDiagnosticsChannel;

/** Whether a token is issued. */
export const issuing = new OutcomeChannels<KindlyTokenIssued, KindlyTokenRefused>(
  TokenIssued,
  TokenRefused,
);

/** Whether a webhook is accepted. */
export const admission = new OutcomeChannels<KindlyWebhookAccepted, KindlyWebhookRefused>(
  WebhookAccepted,
  WebhookRefused,
);

const keysChanged = channel(KeysChanged);

/** Tells of a change of a bot's keys. */
export function publishKeyChange(
  bot: string,
  change: Exclude<KindlyKeysChanged['change'], 'refused'>,
  keyId: string,
): void {
  if (keysChanged.hasSubscribers) {
    keysChanged.publish({ bot, change, keyId, errorCode: undefined } satisfies KindlyKeysChanged);
  }
}

/** Tells that a bot was given a key that it does not take. */
export function publishBadKey(bot: string, error: unknown): void {
  if (!keysChanged.hasSubscribers) return;
  keysChanged.publish({
    bot,
    change: 'refused',
    keyId: undefined,
    errorCode: error instanceof KindlyAuthOptionsError ? error.code : undefined,
  } satisfies KindlyKeysChanged);
}
