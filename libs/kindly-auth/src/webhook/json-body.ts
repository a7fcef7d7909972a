import { isEmptyObject } from '../claims/json-object.js';
import type { KindlyWebhookRequest } from './kindly-request.js';

/**
 * What Kindly sends. body-parser knows other charsets, UTF-7 among them. Blanks are those of HTTP (RFC 9110,
 * section 5.6.3): round any other, Fastify reads a body that Express leaves unread.
 */
const JSON_IN_UTF8 = /^[\t ]*application\/json[\t ]*(?:;[\t ]*charset=(?:utf-8|"utf-8")[\t ]*)?$/i;

/**
 * Whether a request says, and its parsed body does not deny, that it has no body. Where there is none,
 * body-parser 1 leaves `{}`.
 */
export function hasNoBody({ headers, body }: KindlyWebhookRequest): boolean {
  return (
    (body === undefined || body === null || isEmptyObject(body)) &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] ?? '0').trim() === '0'
  );
}

/**
 * Whether the body of a request can be read in one way only, as JSON in UTF-8; a request without a
 * body counts too.
 *
 * No signature covers `Content-Type`. Read as a form or as UTF-7, the bytes that Kindly signed name
 * another chat and say what an attacker has hidden in a message.
 */
export function isPlainJson(request: KindlyWebhookRequest): boolean {
  const type = request.headers['content-type'];
  return type === undefined ? hasNoBody(request) : JSON_IN_UTF8.test(type);
}
