import type { ChatRefusal } from '../../../src/protocol/chat-protocol.js';

/** The emulator answered, and refused. */
export class ChatRefusalError extends Error {
  override readonly name = 'ChatRefusalError';
  readonly code: ChatRefusal['error'];

  constructor(refusal: ChatRefusal) {
    super(refusal.message);
    this.code = refusal.error;
  }
}

const CODES: ReadonlySet<unknown> = new Set<ChatRefusal['error']>([
  'chat_unknown',
  'token_expired',
  'bot_unknown',
  'invalid',
]);

function isRefusal(body: unknown): body is ChatRefusal {
  return typeof body === 'object' && body !== null && CODES.has(Reflect.get(body, 'error'));
}

/** Reads the refusal out of an answer; one that is none of the emulator's is `invalid`. */
export async function refusalOf(response: Response): Promise<ChatRefusalError> {
  const body: unknown = await response.json().catch(() => null);
  if (isRefusal(body)) return new ChatRefusalError(body);
  const message = `The emulator answered ${response.status}.`;
  return new ChatRefusalError({ error: 'invalid', message });
}

export function isRefused(error: unknown, code: ChatRefusal['error']): boolean {
  return error instanceof ChatRefusalError && error.code === code;
}
