import type { HttpMessage } from '../protocol/console-protocol.js';
import { maskHeader, maskTokens } from './mask.js';

/** Bodies are shown up to here. */
const SHOWN_BYTES = 16 * 1024;

/** A request or an answer as the console shows it: masked, and not without end. */
export function shownMessage(
  headers: readonly (readonly [string, string])[],
  body: Buffer,
  truncated = false,
): HttpMessage {
  return {
    headers: headers.map(maskHeader),
    body: maskTokens(body.subarray(0, SHOWN_BYTES).toString('utf8')),
    truncated: truncated || body.byteLength > SHOWN_BYTES,
  };
}
