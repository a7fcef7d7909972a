import { decodeJwt, importSPKI, jwtVerify } from 'jose';
import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { refusal, send, type Sent } from '../support/http.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { withApp } from '../support/running-app.js';
import { endpointOf } from '../support/endpoint.js';
import {
  FORM_TYPE,
  IDENTITY,
  json,
  JSON_TYPE,
  options,
  TEXT_TYPE,
  tokenOf,
} from '../support/kindly-module.js';

const { publicKey } = await keyPair();

describe.each(ADAPTERS)('the token endpoint on $name', (adapter) => {
  const endpoint = endpointOf(adapter);

  describe('answers', () => {
    it('200 with the token alone, and not for any cache', async () => {
      const answer = await (await endpoint())();
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ token: expect.any(String) });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    });

    it('a token that Kindly accepts', async () => {
      const token = tokenOf(await (await endpoint())());
      const { payload } = await jwtVerify(token, await importSPKI(publicKey, 'RS256'), {
        algorithms: ['RS256'],
        issuer: ISSUER,
        requiredClaims: ['iss', 'sub', 'iat', 'exp', 'chat'],
      });
      expect(payload).toEqual({
        ...IDENTITY,
        iss: ISSUER,
        iat: expect.any(Number),
        exp: (payload.iat ?? 0) + 300,
        chat: { id: 'chat-1' },
      });
    });

    it('404 to anything but a POST', async () => {
      const post = await endpoint();
      expect((await post({ method: 'GET' })).status).toBe(404);
      expect((await post({ method: 'PUT', ...json({ chatId: 'chat-1' }) })).status).toBe(404);
    });
  });

  describe('reads the chat id from', () => {
    it.each<[string, Sent]>([
      ['chatId', json({ chatId: 'chat-1' })],
      ['chat_id', json({ chat_id: 'chat-1' })],
      ['both, when they agree', json({ chatId: 'chat-1', chat_id: 'chat-1' })],
      ['text that holds JSON', { headers: TEXT_TYPE, body: '{"chatId":"chat-1"}' }],
      [
        'text of no charset',
        { headers: ['Content-Type', 'text/plain'], body: '{"chat_id":"chat-1"}' },
      ],
      ['text in chunks', { headers: TEXT_TYPE, body: '{"chatId":"chat-1"}', chunked: true }],
      ['a form', { headers: FORM_TYPE, body: 'chatId=chat-1' }],
      ['a form with chat_id', { headers: FORM_TYPE, body: 'chat_id=chat-1' }],
    ])('%s', async (_name, sent) => {
      const answer = await (await endpoint())(sent);
      expect(answer.status).toBe(200);
      expect(decodeJwt(tokenOf(answer))).toMatchObject({ chat: { id: 'chat-1' } });
    });

    it.each(['x', 'Ω'.repeat(256), 'not a uuid / at all'])('any text: %s', async (chatId) => {
      const answer = await (await endpoint())(json({ chatId }));
      expect(decodeJwt(tokenOf(answer))).toMatchObject({ chat: { id: chatId } });
    });

    it('and nothing else: a body cannot say who the visitor is', async () => {
      const answer = await (
        await endpoint()
      )(json({ chatId: 'chat-1', sub: 'admin', name: 'Eve', iss: 'eve', user: { sub: 'admin' } }));
      expect(decodeJwt(tokenOf(answer))).toMatchObject({ ...IDENTITY, iss: ISSUER });
    });
  });

  describe('refuses', () => {
    const missing = refusal(
      400,
      'Bad Request',
      'chat_id_missing',
      'The body names no chat: send {"chatId": "…"}',
    );
    const invalid = (message: string) => refusal(400, 'Bad Request', 'body_invalid', message);

    it.each<[string, Sent, object]>([
      ['no body', {}, missing],
      ['an empty object', json({}), missing],
      ['empty text', { headers: TEXT_TYPE, body: '' }, missing],
      ['an empty chat id', json({ chatId: '' }), missing],
      ['null for a chat id', json({ chatId: null }), missing],
      ['an inherited chat id', { ...json({}), body: '{"x":{"chatId":"chat-1"}}' }, missing],
      ['another form', { headers: FORM_TYPE, body: '{"chatId":"chat-1"}' }, missing],
      [
        'two chat ids',
        json({ chatId: 'chat-1', chat_id: 'chat-2' }),
        refusal(400, 'Bad Request', 'chat_id_conflict', 'chatId and chat_id name different chats'),
      ],
      ['a number', json({ chatId: 1 }), invalid('The chat id must be a string')],
      ['an object', json({ chatId: { id: 'chat-1' } }), invalid('The chat id must be a string')],
      ['a list', json({ chatId: ['chat-1'] }), invalid('The chat id must be a string')],
      [
        '257 characters',
        json({ chatId: 'x'.repeat(257) }),
        invalid('The chat id is longer than 256 characters'),
      ],
      [
        'a line end',
        json({ chatId: 'chat\n1' }),
        invalid('The chat id has control characters in it'),
      ],
      [
        'a NUL',
        json({ chatId: 'chat\u0000' }),
        invalid('The chat id has control characters in it'),
      ],
      [
        'a C1 control',
        json({ chatId: 'chat\u0085' }),
        invalid('The chat id has control characters in it'),
      ],
      [
        'half a surrogate pair',
        json({ chatId: 'chat-\ud800' }),
        invalid('The chat id has control characters in it'),
      ],
      ['an array for a body', json(['chat-1']), invalid('The body is not a JSON object')],
      [
        'text that is no JSON',
        { headers: TEXT_TYPE, body: 'chat-1' },
        invalid('The body is not JSON'),
      ],
      [
        'text that holds null',
        { headers: TEXT_TYPE, body: 'null' },
        invalid('The body is not a JSON object'),
      ],
      [
        'text that holds an array',
        { headers: TEXT_TYPE, body: '[]' },
        invalid('The body is not a JSON object'),
      ],
    ])('%s', async (_name, sent, body) => {
      const answer = await (await endpoint())(sent);
      expect(answer).toMatchObject({ status: 400, body });
      expect(answer.body).toEqual(body);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });

    it.each<[string, readonly string[]]>([
      ['JSON', JSON_TYPE],
      ['text', TEXT_TYPE],
    ])('4 KiB and more of %s, unread', async (_name, headers) => {
      const post = await endpoint();
      const [body, room] = ['{"chatId":"chat-1","x":""}', 4096];
      const filled = body.replace('""', `"${'x'.repeat(room - body.length)}"`);
      expect((await post({ headers, body: filled })).status).toBe(200);
      const answer = await post({ headers, body: `${filled} ` });
      expect(answer.body).toEqual(
        refusal(413, 'Payload Too Large', 'body_too_large', 'The body is too large'),
      );
      expect(answer.status).toBe(413);
    });

    it('a visitor whom nobody knows', async () => {
      for (const nobody of [null, undefined]) {
        const answer = await (await endpoint({ resolveUser: () => Promise.resolve(nobody) }))();
        expect(answer.status).toBe(401);
        expect(answer.body).toEqual(
          refusal(401, 'Unauthorized', 'not_signed_in', 'Nobody is signed in'),
        );
        expect(answer.headers).toMatchObject({
          'www-authenticate': 'Bearer',
          'cache-control': 'no-store',
        });
      }
    });
  });
});

/** Only Express leaves text unread, so only there the library has a stream to bound. */
describe.each(ADAPTERS.slice(0, 1))('text on $name', (express) => {
  it('is refused after 4 KiB, and the refusal gets through', async () => {
    const { url } = await withApp(express, { imports: [KindlyAuthModule.forRoot(options())] });
    const answer = await send(`${url}/kindly/token`, {
      headers: TEXT_TYPE,
      body: `{"chatId":"chat-1","x":"${'x'.repeat(200_000)}"}`,
      chunked: true,
    });
    expect(answer).toMatchObject({ status: 413, body: { errorCode: 'body_too_large' } });
  });

  it('is refused, and the connection can be used again', async () => {
    const { url } = await withApp(express, { imports: [KindlyAuthModule.forRoot(options())] });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const sent = { agent, headers: TEXT_TYPE, chunked: true };
    const tooLong = await send(`${url}/kindly/token`, { ...sent, body: 'x'.repeat(200_000) });
    const good = await send(`${url}/kindly/token`, { ...sent, body: '{"chatId":"chat-1"}' });
    expect([tooLong.status, good.status]).toEqual([413, 200]);
  });

  it.each(['application/xml', 'multipart/form-data', ';;;', 'text/plainer'])(
    'is not read under the type %s',
    async (type) => {
      const { url } = await withApp(express, { imports: [KindlyAuthModule.forRoot(options())] });
      const sent = { headers: ['Content-Type', type], body: '{"chatId":"chat-1"}' };
      expect((await send(`${url}/kindly/token`, sent)).body).toEqual(
        refusal(400, 'Bad Request', 'body_invalid', 'The body must be JSON'),
      );
    },
  );

  it('is refused when it is not UTF-8', async () => {
    const { url } = await withApp(express, { imports: [KindlyAuthModule.forRoot(options())] });
    const answer = await send(`${url}/kindly/token`, {
      headers: TEXT_TYPE,
      body: Buffer.from('{"chatId":"chat-\xff"}', 'latin1'),
    });
    expect(answer.body).toEqual(
      refusal(400, 'Bad Request', 'body_invalid', 'The body is not UTF-8'),
    );
  });
});
