import type { ForgedToken } from '../workload/forge.js';
import { chatIdOf } from '../workload/workload.js';

/** A request as the load generator wants it. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

function post(path: string, body: object, headers: LoadRequest['headers'] = {}): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** What a page asks a token endpoint. */
export function tokenRequest(number: number): LoadRequest {
  return post('/token', { chatId: chatIdOf(number) });
}

/** What Kindly sends to a webhook. */
export function webhookRequest({ token, chatId }: ForgedToken): LoadRequest {
  return post('/webhook', { chat_id: chatId }, { authorization: `Bearer ${token}` });
}

/** Deals the requests out, like cards: no connection sends what another one has sent. */
export function dealt<T>(items: readonly T[], hands: number): T[][] {
  return Array.from({ length: hands }, (_, hand) =>
    items.filter((_item, index) => index % hands === hand),
  );
}
