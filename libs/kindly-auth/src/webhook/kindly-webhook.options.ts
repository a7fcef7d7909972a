/**
 * Whether a webhook needs to know who the user is.
 *
 * - `'required'`: a good token, or the request is refused
 * - `'optional'`: without an `Authorization` header the visitor is anonymous; with one, it must be a
 *   good token
 * - `'none'`: the token is not looked at; for Kindly requests that carry none (tickets, handover)
 */
export type KindlyWebhookIdentity = 'required' | 'optional' | 'none';

/** What `@KindlyWebhook()` can be told. On a method it wins, key by key, over what the class says. */
export interface KindlyWebhookOptions {
  /** Default: `'required'` */
  readonly identity?: KindlyWebhookIdentity | undefined;
  /**
   * Name of the secret in `hmacSecrets` that signs these requests, or `false` for unsigned ones.
   * Default: `'dialogue'` if the module has secrets
   */
  readonly signature?: string | false | undefined;
  /** The bot whose keys and secrets count. Default: the bot without a name */
  readonly bot?: string | undefined;
}
