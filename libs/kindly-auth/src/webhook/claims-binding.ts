import { isJsonObject } from '../claims/json-object.js';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { listsHost } from '../claims/webhook-domain.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { hasNoBody, isPlainJson } from './json-body.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import type { KindlyChatBinding } from './webhook.settings.js';

function mismatch(reason: string): KindlyAuthException {
  return new KindlyAuthException('chat_mismatch', { reason });
}

/**
 * What the body says of its chat; an empty object for a request without a body.
 *
 * @throws KindlyAuthException `chat_mismatch` when a handler might read it otherwise than we do
 */
function chatOf(request: KindlyWebhookRequest): { readonly chat_id?: unknown } {
  // A body that no parser has read is not none: the handler may read the stream itself.
  const body = hasNoBody(request) ? {} : request.body;
  if (!isPlainJson(request) || !isJsonObject(body)) {
    throw mismatch('the body is not a JSON object in UTF-8, so it may name any chat');
  }
  // Copied by a handler, such a member becomes the prototype, and what it holds shines through.
  if (Object.hasOwn(body, '__proto__')) throw mismatch('the body has a member "__proto__"');
  return body;
}

/**
 * Ties the token to the body. Otherwise a user could send his own token with the id of somebody
 * else's chat. Compared strictly: no type but string ever equals a chat id.
 *
 * @throws KindlyAuthException `chat_mismatch`
 */
export function assertSameChat(
  request: KindlyWebhookRequest,
  { chat }: KindlyClaims,
  binding: KindlyChatBinding,
): void {
  if (binding === 'off') return;
  const body = chatOf(request);
  if (Object.hasOwn(body, 'chat_id')) {
    if (body.chat_id !== chat.id) throw mismatch('chat_id is not the chat.id of the token');
  } else if (binding === 'required') {
    throw mismatch('the body has no chat_id');
  }
}

/**
 * Refuses a token that was not meant to be sent here. The host is the configured one: a `Host`
 * header says whatever the sender likes.
 *
 * @throws KindlyAuthException `host_not_listed`
 */
export function assertHostListed({ chat }: KindlyClaims, host: string | undefined): void {
  if (host === undefined || listsHost(chat.webhook_domains ?? [], host)) return;
  throw new KindlyAuthException('host_not_listed');
}
