import { type Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  /** The body as JSON; `undefined` when it is none. */
  readonly body: unknown;
}

export interface Sent {
  readonly method?: string;
  /** Name and value in turn, as they go over the wire: a name may come twice. */
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
  /** Send the body in chunks, without a Content-Length. */
  readonly chunked?: boolean;
  /** Keeps the connection for the next request. Default: each request has its own */
  readonly agent?: Agent;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends just these bytes and headers; `fetch` would add, join and refuse some. */
export function send(url: string, sent: Sent = {}): Promise<Answer> {
  const { method = 'POST', headers = [], body, chunked = false, agent } = sent;
  const bytes = Buffer.from(body ?? '');
  const host = headers.includes('Host') ? [] : ['Host', new URL(url).host];
  const framing = chunked
    ? ['Transfer-Encoding', 'chunked']
    : ['Content-Length', String(bytes.byteLength)];
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent,
        headers: [...host, 'Connection', agent ? 'keep-alive' : 'close', ...framing, ...headers],
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            body: parse(text),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

/** What the library answers when it refuses: exactly these four members. */
export interface Refusal {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly errorCode: string;
}

export function refusal(
  statusCode: number,
  error: string,
  errorCode: string,
  message: string,
): Refusal {
  return { statusCode, error, message, errorCode };
}
