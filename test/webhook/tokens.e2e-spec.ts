import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { CHAT_ID, goodClaims, keyPair, mint, now } from '../support/kindly.js';
import { forge } from '../support/attacks/forge.js';
import type { Options } from '../support/kindly-module.js';
import { webhookOf } from '../support/webhook.js';

const { privateKey } = keyPair();

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  // Tokens live by the second: with the clock at rest, none of them gets older on its way.
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterAll(() => void vi.useRealTimers());

  describe('lets a good token through', () => {
    it('and hands over its claims and itself, with 200', async () => {
      const token = mint({ name: 'Kari', tier: 'gold' });
      const answer = await (await webhook())({ token });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        token,
        claims: {
          ...goodClaims(),
          iat: expect.any(Number),
          exp: expect.any(Number),
          name: 'Kari',
          tier: 'gold',
        },
      });
    });

    it.each<[string, () => string]>([
      ['of the kit', () => mint()],
      ['of jsonwebtoken', () => jwt.sign(goodClaims(), privateKey, { algorithm: 'RS256' })],
      ['without typ', () => forge({ alg: 'RS256' }, goodClaims())],
      ['of type jwt', () => mint({}, { header: { typ: 'jwt' } })],
      [
        'with any key id, as there is one key',
        () => mint({}, { header: { kid: '../../etc/passwd' } }),
      ],
      ['of the longest life', () => mint({ exp: now() + 900 })],
      ['within the tolerance', () => mint({ iat: now() - 303, exp: now() - 3 })],
      ['without webhook domains', () => mint({ chat: { id: CHAT_ID } })],
    ])('%s', async (_name, make) => {
      expect((await (await webhook())({ token: make() })).status).toBe(200);
    });

    it.each<[string, Partial<Options>, () => string, number]>([
      ['clockTolerance 0', { clockTolerance: 0 }, () => mint({ iat: now() + 3 }), 401],
      ['clockTolerance 60', { clockTolerance: 60 }, () => mint({ iat: now() + 50 }), 200],
      [
        'clockTolerance 60',
        { clockTolerance: 60 },
        () => mint({ iat: now() - 350, exp: now() - 50 }),
        200,
      ],
      ['maxTokenLength 1024', { maxTokenLength: 1024 }, () => mint({ bio: 'x'.repeat(800) }), 401],
      ['the default length', {}, () => mint({ bio: 'x'.repeat(800) }), 200],
    ])('by option: %s', async (_name, options, make, status) => {
      expect((await (await webhook(options))({ token: make() })).status).toBe(status);
    });

    it.each(['bearer', 'BEARER', 'Bearer  '])('under the scheme "%s"', async (scheme) => {
      const headers = ['Authorization', `${scheme} ${mint()}`];
      expect((await (await webhook())({ headers })).status).toBe(200);
    });

    it('a hundred times at once, each with its own user', async () => {
      const post = await webhook();
      const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
      const answers = await Promise.all(users.map(async (sub) => post({ token: mint({ sub }) })));
      const subs = answers.map(({ body }) => (body as { claims: { sub: string } }).claims.sub);
      expect(subs).toEqual(users);
    });
  });
});
