import { createHash } from 'node:crypto';
import type { Chat } from '../state/chat.js';
import type { DialogueConfig } from '../config/emulator-config.js';

/** Ids of the invented organisation and bot. */
const ORGANISATION = 1;
const BOT = 1;

/** The body of a dialogue webhook, with every field that Kindly documents. */
export function webhookPayload(
  chat: Chat,
  dialogue: DialogueConfig,
  message: string,
  emulatorUrl: string,
): Readonly<Record<string, unknown>> {
  const { page } = chat;
  return {
    organization_id: ORGANISATION,
    bot_id: BOT,
    chat_id: chat.id,
    user_id: chat.userId,
    chat_labels: [],
    exchange: { exchange_id: exchangeId(dialogue.slug), language_code: chat.languageCode },
    message,
    attachments: [],
    context: chat.context,
    _links: { chat: `${emulatorUrl}/api/v1/chats/${chat.id}` },
    source: 'web',
    web_host: page.host,
    web_path: page.path,
    web_url: page.url,
  };
}

/** A UUID that is the same for a slug each time, and for no other. */
export function exchangeId(slug: string): string {
  const hex = createHash('sha256').update(slug).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
