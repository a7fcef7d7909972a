import type { KindlyClaims } from '../claims/kindly-claims.js';
import { listsHost } from '../claims/webhook-domain.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import type { KindlyChatBinding } from './webhook.settings.js';

function chatIdOf(body: unknown): { readonly chat_id: unknown } | undefined {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'chat_id')
    ? (body as { readonly chat_id: unknown })
    : undefined;
}

/**
 * Ties the token to the body. Otherwise a user could send his own token with the id of somebody
 * else's chat. Compared strictly: no type but string ever equals a chat id.
 *
 * @throws KindlyAuthException `chat_mismatch`
 */
export function assertSameChat(
  body: unknown,
  { chat }: KindlyClaims,
  binding: KindlyChatBinding,
): void {
  if (binding === 'off') return;
  const named = chatIdOf(body);
  if (named ? named.chat_id === chat.id : binding === 'when-present') return;
  throw new KindlyAuthException('chat_mismatch', {
    reason: named ? 'chat_id is not the chat.id of the token' : 'the body has no chat_id',
  });
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
