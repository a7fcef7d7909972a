import type { Strike } from './attack.js';
import type { Door } from './target.js';

/**
 * What Node or the app's body parser answers on one adapter at least, before any code of ours: the
 * answers differ. No webhook among them is let through, and nothing fails. A token request may find
 * a lenient parser: then the token still is the session's user's.
 */
export interface ParserAttack {
  readonly name: string;
  readonly door: Door;
  /** A text is sent as it is, past Node's client, which would not send it. */
  readonly make: () => Strike | string;
  /** The parser's answer quotes from the body. */
  readonly quotes?: true;
}
