import { KindlyAuthException } from '../errors/kindly-auth.exception.js';

/** In UTF-16 code units. */
export const MAX_CHAT_ID_LENGTH = 256;

/**
 * A chat id is whatever Kindly Chat hands out: text of 1…256 characters without control characters.
 * Half a surrogate pair is no character, and no UTF-8 can hold it.
 *
 * @throws KindlyAuthException `chat_id_missing`, `body_invalid`
 */
export function assertChatId(chatId: unknown): asserts chatId is string {
  if (chatId === undefined || chatId === null || chatId === '') {
    throw new KindlyAuthException('chat_id_missing');
  }
  if (typeof chatId !== 'string') {
    throw new KindlyAuthException('body_invalid', { message: 'The chat id must be a string' });
  }
  if (chatId.length > MAX_CHAT_ID_LENGTH) {
    throw new KindlyAuthException('body_invalid', {
      message: `The chat id is longer than ${MAX_CHAT_ID_LENGTH} characters`,
    });
  }
  if (/[\p{Cc}\p{Cs}]/u.test(chatId)) {
    throw new KindlyAuthException('body_invalid', {
      message: 'The chat id has control characters in it',
    });
  }
}
