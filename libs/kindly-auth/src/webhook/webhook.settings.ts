import type { HmacSecrets } from './kindly-signature.js';

/**
 * How `chat_id` in the body must relate to the token's `chat.id`.
 *
 * - `'when-present'`: equal if the body has the key
 * - `'required'`: the body must have the key, and equal
 * - `'off'`: not compared
 */
export type KindlyChatBinding = 'when-present' | 'required' | 'off';

/** @internal */
export interface WebhookSettings {
  readonly bot: string;
  /**
   * Secrets by name. No map: none is configured, so nothing is signed. An empty list: requests of
   * this name are declared to be unsigned.
   */
  readonly hmacSecrets: ReadonlyMap<string, HmacSecrets> | undefined;
  readonly chatBinding: KindlyChatBinding;
  /** Lower case and punycode. */
  readonly webhookHost: string | undefined;
  /** In characters. */
  readonly maxTokenLength: number;
  /** How many verified tokens are remembered; 0: none. */
  readonly maxCachedTokens: number;
}

/** @internal */
export const WEBHOOK_SETTINGS = Symbol('nestjs-kindly-auth:webhook-settings');

/** Name of the secret for dialogue and fallback webhooks, the usual kind. */
export const DIALOGUE_SECRET = 'dialogue';
