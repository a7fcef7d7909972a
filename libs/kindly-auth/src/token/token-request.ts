import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isEmptyObject, isJsonObject, ownMember } from '../claims/json-object.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { assertChatId } from './chat-id.js';

/** No honest token request comes near it: a chat id has at most 256 characters. */
const MAX_BODY_BYTES = 4096;

/** The parts of a request that both adapters agree on; Fastify keeps Node's own request in `raw`. */
export interface TokenRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body?: unknown;
  readonly raw?: IncomingMessage;
}

/**
 * `type/subtype` and, unread, what may follow it (RFC 9110, section 8.3.1). Parsers let more through,
 * each in its own way: Fastify's takes a no-break space before the type for a blank, Express's does not.
 */
const MEDIA_TYPE = /^[\t ]*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)[\t ]*(?:;|$)/;

function invalid(message: string): KindlyAuthException {
  return new KindlyAuthException('body_invalid', { message });
}

function tooLarge(): KindlyAuthException {
  return new KindlyAuthException('body_too_large');
}

function notJson(): KindlyAuthException {
  return invalid('The body must be JSON');
}

/**
 * Collects the stream. The rest of a body that is too long is let run out, as Node does with a body
 * that nobody reads: only then can the refusal get through and the connection be used again.
 */
function readBytes(stream: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (act: () => void): void => {
      stream.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      act();
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) return;
      settle(() => reject(tooLarge()));
      stream.resume();
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onBroken = (): void => settle(() => reject(invalid('The body broke off')));
    stream.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('The body is not UTF-8');
  }
}

/** What the body is said to be, in lower case and without parameters. */
function mediaTypeOf({ headers }: TokenRequest): string | undefined {
  const type = headers['content-type'];
  if (type === undefined) return undefined;
  const [, essence] = MEDIA_TYPE.exec(type) ?? [];
  if (essence === undefined) throw notJson();
  return essence.toLowerCase();
}

/** Fastify has read every body that gets here. body-parser 1 leaves `{}` where it has read nothing. */
function isUnread({ body, raw }: TokenRequest, stream: IncomingMessage): boolean {
  if (raw) return false;
  return body === undefined || (isEmptyObject(body) && !stream.readableDidRead);
}

/**
 * The body as the app's parsers left it. Express has none for `text/plain`, which is what a browser
 * sends for the specification's own snippet (its fetch sets no content type): then nobody has read
 * the stream, and we do.
 */
async function bodyOf(request: TokenRequest): Promise<unknown> {
  const type = mediaTypeOf(request);
  const stream = request as unknown as IncomingMessage;
  if (!isUnread(request, stream)) return request.body;
  if (stream.readableEnded || stream.destroyed) return undefined;
  if (type === undefined || type === 'text/plain') return readBytes(stream);
  throw notJson();
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not JSON');
  }
}

function membersOf(body: unknown): object {
  if (body === undefined || body === null) return {};
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  // What came in chunks had no `Content-Length` to be refused by.
  if (isText && Buffer.byteLength(body) > MAX_BODY_BYTES) throw tooLarge();
  const value = isText ? parseJson(Buffer.isBuffer(body) ? decodeUtf8(body) : body) : body;
  if (!isJsonObject(value)) throw invalid('The body is not a JSON object');
  return value;
}

/**
 * Finds the chat id in a token request: `chatId`, as the specification's page sends it, or
 * `chat_id`, as its servers read it. Nothing else of the body is looked at, least of all who the
 * visitor says that he is.
 *
 * @throws KindlyAuthException `body_too_large`, `body_invalid`, `chat_id_missing`, `chat_id_conflict`
 */
export async function readChatId(request: TokenRequest): Promise<string> {
  if (Number(request.headers['content-length']) > MAX_BODY_BYTES) {
    throw tooLarge();
  }
  const body = membersOf(await bodyOf(request));
  const [chatId, other] = [ownMember(body, 'chatId'), ownMember(body, 'chat_id')];
  if (chatId !== undefined && other !== undefined && chatId !== other) {
    throw new KindlyAuthException('chat_id_conflict');
  }
  const id = chatId ?? other;
  assertChatId(id);
  return id;
}
