import { ForbiddenException } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../support/running-app.js';
import { ADAPTERS } from '../support/adapters.js';
import { refusal } from '../support/http.js';
import { endpointOf } from '../support/endpoint.js';
import { IDENTITY, JSON_TYPE, tokenOf } from '../support/kindly-module.js';

describe.each(ADAPTERS)('the token endpoint on $name', (adapter) => {
  const endpoint = endpointOf(adapter);

  describe('when the resolver', () => {
    it('throws an HttpException, passes it through', async () => {
      const resolveUser = (): never => {
        throw new ForbiddenException('Your account is locked');
      };
      const answer = await (await endpoint({ resolveUser }))();
      expect(answer).toMatchObject({ status: 403, body: { message: 'Your account is locked' } });
    });

    it.each<[string, unknown]>([
      ['an Error', new Error('relation "users" does not exist, password=hunter2')],
      // Nest would pass the message of such an error to the client.
      ['an error with a status', Object.assign(new Error('hunter2'), { statusCode: 404 })],
      ['a string', 'hunter2'],
    ])('throws %s, tells nothing of it', async (_name, thrown) => {
      const resolveUser = (): never => {
        throw thrown;
      };
      const { lines, logger } = recordingLogger('error');
      const answer = await (await endpoint({ resolveUser }, { options: { logger } }))();
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({
        statusCode: 500,
        error: 'Internal Server Error',
        message: 'Internal server error',
      });
      // Its message may quote whom it was about: the log has where it was thrown.
      expect(lines.join('\n')).toContain('No token was issued: ');
      expect(lines.join('\n')).not.toContain('hunter2');
    });

    it.each<[string, unknown]>([
      ['a number for sub', { sub: 42 }],
      ['no sub', { name: 'Kari' }],
      ['an empty sub', { sub: '' }],
      ['a reserved claim', { sub: 'user-1', iss: 'me' }],
      ['another reserved claim', { sub: 'user-1', aud: 'kindly' }],
      ['its own chat', { sub: 'user-1', chat: { id: 'chat-2' } }],
      ['a longer life', { sub: 'user-1', exp: 9_999_999_999 }],
      ['null for a profile claim', { sub: 'user-1', email: null }],
      ['a wrong type', { sub: 'user-1', email_verified: 'yes' }],
      ['a picture that is no URL', { sub: 'user-1', picture: 'avatar.png' }],
      ['a script for a picture', { sub: 'user-1', picture: 'javascript:alert(1)' }],
      ['a bigint', { sub: 'user-1', points: 1n }],
      ['a function', { sub: 'user-1', toJSON: () => ({ sub: 'admin' }) }],
      ['a number that is not finite', { sub: 'user-1', points: Number.NaN }],
      ['a nested function', { sub: 'user-1', cart: { total: () => 1 } }],
      ['the prototype', JSON.parse('{"sub":"user-1","__proto__":{"admin":true}}')],
      ['too much', { sub: 'user-1', bio: 'x'.repeat(8192) }],
      ['a string', 'user-1'],
      ['true', true],
      ['a list', [{ sub: 'user-1' }]],
    ])('returns an identity with %s, says so to the operator alone', async (_name, identity) => {
      const { lines, logger } = recordingLogger('error');
      const answer = await (
        await endpoint({ resolveUser: () => identity as typeof IDENTITY }, { options: { logger } })
      )();
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual(
        refusal(500, 'Internal Server Error', 'identity_invalid', 'Internal server error'),
      );
      expect(lines.join('\n')).toContain('No token was issued (identity_invalid): ');
    });

    it('refers an identity to itself, refuses that too', async () => {
      const identity: Record<string, unknown> = { sub: 'user-1' };
      identity['self'] = identity;
      const answer = await (await endpoint({ resolveUser: () => identity as typeof IDENTITY }))();
      expect(answer).toMatchObject({ status: 500, body: { errorCode: 'identity_invalid' } });
    });

    it('leaves a claim undefined, leaves it out', async () => {
      const resolveUser = () => ({
        ...IDENTITY,
        email: undefined,
        tier: undefined,
        iss: undefined,
      });
      const claims = decodeJwt(tokenOf(await (await endpoint({ resolveUser }))()));
      expect(Object.keys(claims).toSorted()).toEqual(['chat', 'exp', 'iat', 'iss', 'name', 'sub']);
    });

    it('returns custom claims, passes them on', async () => {
      const custom = { tier: 'gold', cart: { items: [1, 'two', null, true] } };
      const resolveUser = () => ({ ...IDENTITY, ...custom });
      const answer = await (await endpoint({ resolveUser }))();
      expect(decodeJwt(tokenOf(answer))).toMatchObject(custom);
    });

    it('knows a hundred users at once, gives each his own token', async () => {
      const post = await endpoint({
        async resolveUser({ headers }) {
          await Promise.resolve();
          return { sub: String(headers['x-user']) };
        },
      });
      const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
      const answers = await Promise.all(
        users.map((user) =>
          post({
            headers: [...JSON_TYPE, 'X-User', user],
            body: JSON.stringify({ chatId: `chat-of-${user}` }),
          }),
        ),
      );
      const claims = answers.map((answer) => decodeJwt(tokenOf(answer)));
      expect(claims.map(({ sub }) => sub)).toEqual(users);
      expect(claims.map(({ chat }) => chat)).toEqual(
        users.map((user) => ({ id: `chat-of-${user}` })),
      );
    });
  });
});
