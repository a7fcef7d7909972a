import { randomUUID } from 'node:crypto';
import { type Answer, send } from './http.js';

/** A chat as the widget would have it. */
export class ChatClient {
  readonly id: string;
  #token = '';

  constructor(
    readonly url: string,
    readonly botKey: string,
    id: string = randomUUID(),
  ) {
    this.id = id;
  }

  get token(): string {
    return this.#token;
  }

  async post(path: string, body: unknown = {}, headers: readonly string[] = []): Promise<Answer> {
    const own = ['kindly-chat-uuid', this.id, 'kindly-chatbubble-token', this.#token];
    return send(`${this.url}/chatbubble/v2/${path}`, {
      headers: [
        'Content-Type',
        'application/json',
        ...own,
        'kindly-bot-key',
        this.botKey,
        ...headers,
      ],
      body: JSON.stringify(body),
    });
  }

  async connect(body: object = {}): Promise<Answer> {
    const answer = await this.post('connect', body);
    this.#token = (answer.body as { token?: string }).token ?? '';
    return answer;
  }

  async authenticate(token: string): Promise<Answer> {
    return this.post('auth', {}, ['Authorization', `Bearer ${token}`]);
  }
}
