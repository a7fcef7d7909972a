import { decodeJwt, importSPKI, jwtVerify } from 'jose';
import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { forge } from '../support/attacks/forge.js';
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

const { publicKey } = keyPair();

/** Who the visitor would like to be. */
const FORGED = {
  sub: 'admin',
  name: 'Eve',
  iss: 'eve',
  exp: 9_999_999_999,
  chat: { id: 'chat-2' },
};

function forgedHeader(...headers: readonly string[]): Sent {
  return { headers: [...JSON_TYPE, ...headers], body: '{"chatId":"chat-1"}' };
}

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

    it.each<[string, Sent, string?]>([
      [
        'body',
        json({ chatId: 'chat-1', ...FORGED, user: FORGED, identity: FORGED, claims: FORGED }),
      ],
      ['text', { headers: TEXT_TYPE, body: JSON.stringify({ chatId: 'chat-1', ...FORGED }) }],
      ['form', { headers: FORM_TYPE, body: 'chatId=chat-1&sub=admin&user[sub]=admin&iss=eve' }],
      ['query', json({ chatId: 'chat-1' }), '?sub=admin&iss=eve&user[sub]=admin&chatId=chat-2'],
      ['header', forgedHeader('X-User', 'admin', 'Sub', 'admin', 'X-Forwarded-User', 'admin')],
      ['cookie', forgedHeader('Cookie', 'sub=admin; user=admin; chatId=chat-2')],
      ['token', forgedHeader('Authorization', `Bearer ${forge(undefined, FORGED)}`)],
    ])('and nothing else: a %s cannot say who the visitor is', async (_name, sent, query = '') => {
      const answer = await (await endpoint())(sent, `/kindly/token${query}`);
      const { iat = 0, ...claims } = decodeJwt(tokenOf(answer));
      expect(claims).toEqual({ ...IDENTITY, iss: ISSUER, exp: iat + 300, chat: { id: 'chat-1' } });
    });
  });

  describe('refuses', () => {
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

/** What body-parser 1, which NestJS 11.0 still has, does to the body of a type that it does not read. */
function parserOfOld(request: { body?: unknown }, _response: unknown, next: () => void): void {
  request.body ??= {};
  next();
}

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

  it('is read although an older parser has put an empty object in its place', async () => {
    const { url } = await withApp(express, {
      imports: [KindlyAuthModule.forRoot(options())],
      configure: (app) => app.use(parserOfOld),
    });
    const sent = { headers: TEXT_TYPE, body: '{"chatId":"chat-1"}' };
    const answer = await send(`${url}/kindly/token`, sent);
    expect(decodeJwt(tokenOf(answer))).toMatchObject({ chat: { id: 'chat-1' } });
  });

  it.each(['application/xml', 'multipart/form-data', ';;;', 'text/plainer', 'x-text/plain'])(
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
