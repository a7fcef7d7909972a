import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { readChatId, type TokenRequest } from './token-request.js';

const EVENTS = ['data', 'end', 'error', 'close'] as const;

/** A request as Express leaves it when no parser of the app's wants its body. */
function unreadRequest(): PassThrough & TokenRequest {
  return Object.assign(new PassThrough(), { headers: { 'content-type': 'text/plain' } });
}

function listenersOf(stream: PassThrough): readonly number[] {
  return EVENTS.map((event) => stream.listenerCount(event));
}

describe('a body that nobody has read', () => {
  it.each<[string, (request: PassThrough) => unknown, string | object]>([
    ['is whole', (request) => request.end('{"chatId":"chat-1"}'), 'chat-1'],
    [
      'is too long',
      (request) => request.write('x'.repeat(4097)),
      { errorCode: 'body_too_large', message: 'The body is too large' },
    ],
    [
      'ends with its connection',
      (request) => request.destroy(),
      { errorCode: 'body_invalid', message: 'The body broke off' },
    ],
    [
      'cannot be read to its end',
      (request) => request.emit('error', new Error('read ECONNRESET')),
      { errorCode: 'body_invalid', message: 'The body broke off' },
    ],
  ])('is listened to no more when it %s', async (_name, send, expected) => {
    const request = unreadRequest();
    const before = listenersOf(request);
    const reading = readChatId(request).catch(({ errorCode, message }: KindlyAuthException) => ({
      errorCode,
      message,
    }));
    send(request);
    expect(await reading).toEqual(expected);
    expect(listenersOf(request)).toEqual(before);
  });
});

describe('nobody is kept waiting for a body that', () => {
  it('another reader has consumed', async () => {
    const request = unreadRequest();
    request.end('{"chatId":"chat-1"}');
    await text(request);
    await expect(readChatId(request)).rejects.toMatchObject({ errorCode: 'chat_id_missing' });
  });

  it('went with its connection', async () => {
    const request = unreadRequest();
    request.destroy();
    await once(request, 'close');
    await expect(readChatId(request)).rejects.toMatchObject({ errorCode: 'chat_id_missing' });
  });
});

describe('a parser that leaves', () => {
  it.each([null, undefined])('%s found no body', async (body) => {
    const request = { headers: {}, body, raw: {} as IncomingMessage };
    await expect(readChatId(request)).rejects.toMatchObject({ errorCode: 'chat_id_missing' });
  });
});
