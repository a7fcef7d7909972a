import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** An answer is read up to here. */
const MAX_ANSWER_BYTES = 256 * 1024;

export interface HttpCall {
  readonly method: 'GET' | 'OPTIONS' | 'POST';
  /** Where it goes. */
  readonly target: URL;
  /** `Host`: the public name, wherever it goes. */
  readonly host: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly truncated: boolean;
  readonly milliseconds: number;
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : [],
  );
}

function open({ method, target, host, headers, body }: HttpCall): ClientRequest {
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  return send(target, {
    method,
    // The mapped machine answers for the public name.
    servername: host.split(':')[0],
    headers: ['Host', host, ...headers.flat(), 'Content-Length', String(body.byteLength)],
  });
}

/** Sends just these bytes and headers, follows no redirect, and reads the answer up to a limit. */
export function exchange(call: HttpCall): Promise<HttpAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = open(call);
    const timer = setTimeout(() => {
      outgoing.destroy(new Error(`no answer within ${call.timeout} ms`));
    }, call.timeout);
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const finish = (truncated: boolean): void =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: pairs(incoming.rawHeaders),
          body: Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES),
          truncated,
          milliseconds: performance.now() - startedAt,
        });
      incoming.on('error', reject);
      incoming.on('end', () => finish(false));
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length <= MAX_ANSWER_BYTES) return;
        finish(true);
        incoming.destroy();
      });
    });
    outgoing.end(call.body);
  });
}

/** The value of an answer's header; of one that comes twice, as browsers join them. */
export function headerOf({ headers }: HttpAnswer, name: string): string | undefined {
  const values = headers
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Whether the other side hung up while the body was under way. */
export function isCutOff(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(?:EPIPE|ECONNRESET)$/.test(String(error.code))
  );
}

/** Why there was no answer, and what to do about it. */
export function describeHttpError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there: is your app started?';
  if (code === 'ENOTFOUND')
    return 'there is no such host: map it with --host name=http://localhost:3000';
  return isCutOff(error) ? 'it hung up before it answered' : error.message;
}
