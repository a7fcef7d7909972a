import type { Authentication, Connection } from '../../src/protocol/chat-protocol.js';

export type Answer = () => Response | Promise<Response>;

/** Answers by path below `/chatbubble/v2`. */
export type Answers = Readonly<Record<string, readonly Answer[]>>;

/** Of an emulator that greets nobody. */
export const CONNECTION: Connection = {
  chat_id: 'chat-1',
  token: 'link',
  created: '2026-01-01T00:00:00.000Z',
  bot_name: 'Bot',
  bot_typing_indicator: true,
  bot_typing_duration: 0,
  token_calls: 1,
  messages: [],
  context: {},
};

export const refusal = (status: number, error: string): Answer => {
  const body = { error, message: `It is ${error}.` };
  return () => Response.json(body, { status });
};

/** What `fetch` does when nothing listens there. */
export const nobody: Answer = () => {
  throw new TypeError('fetch failed');
};

const accepted: Answer = () => new Response(null, { status: 202 });

function goodAnswers(): Readonly<Record<string, Answer>> {
  let connections = 0;
  return {
    connect: () => {
      connections += 1;
      return Response.json({ ...CONNECTION, token: `link-${connections}` });
    },
    auth: () => {
      const body: Authentication = { authenticated: true, expires_at: Date.now() / 1000 + 300 };
      return Response.json(body);
    },
    message: accepted,
    trigger: accepted,
  };
}

const pathOf = ({ url }: Request): string => new URL(url).pathname.replace('/chatbubble/v2/', '');

/** An emulator that answers as it is told, and well when it is told nothing more. */
export class EmulatorInHand {
  readonly requests: Request[] = [];
  readonly #told: Map<string, Answer[]>;
  readonly #good = goodAnswers();

  constructor(answers: Answers = {}) {
    this.#told = new Map(Object.entries(answers).map(([path, list]) => [path, [...list]]));
  }

  /** Path and credentials of each request: the chat's own token, or the page's JWT. */
  get heard(): readonly string[] {
    return this.requests.map((request) => {
      const { headers } = request;
      const credentials = [headers.get('kindly-chatbubble-token'), headers.get('authorization')];
      return [pathOf(request), ...credentials].filter((word) => word !== null).join(' ');
    });
  }

  /** Bodies of the requests to this path. */
  async bodies(path: string): Promise<readonly unknown[]> {
    const requests = this.requests.filter((request) => pathOf(request) === path);
    return Promise.all(requests.map(async (request): Promise<unknown> => request.clone().json()));
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    this.requests.push(request);
    const path = pathOf(request);
    const answer = this.#told.get(path)?.shift() ?? this.#good[path] ?? refusal(400, 'invalid');
    return answer();
  };
}
