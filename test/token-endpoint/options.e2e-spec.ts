import { IsIn } from 'class-validator';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { KindlyClaims } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { endpointOf } from '../support/endpoint.js';
import { json, tokenOf } from '../support/kindly-module.js';
import { recordingLogger } from '../support/running-app.js';

describe.each(ADAPTERS)('the token endpoint on $name', (adapter) => {
  const endpoint = endpointOf(adapter);

  describe('with options', () => {
    it('webhookDomains: lists them in the token, normalised', async () => {
      const post = await endpoint({ webhookDomains: ['Shop.Example.com', '*.example.org'] });
      expect(decodeJwt(tokenOf(await post()))).toMatchObject({
        chat: { id: 'chat-1', webhook_domains: ['shop.example.com', '*.example.org'] },
      });
    });

    it('webhookDomains by user', async () => {
      const webhookDomains = ({ sub }: { sub: string }) =>
        sub === 'user-1' ? ['one.example.com'] : [];
      expect(decodeJwt(tokenOf(await (await endpoint({ webhookDomains }))()))).toMatchObject({
        chat: { webhook_domains: ['one.example.com'] },
      });
      const resolveUser = () => ({ sub: 'user-2' });
      const other = await (await endpoint({ webhookDomains, resolveUser }))();
      expect(decodeJwt(tokenOf(other))['chat']).toEqual({ id: 'chat-1' });
    });

    it('webhookDomains by user, and wrong: a 500 that says why to the operator alone', async () => {
      const { lines, logger } = recordingLogger('error');
      const bent = { webhookDomains: () => ['https://hunter2'] };
      const answer = await (await endpoint(bent, { options: { logger } }))();
      expect(answer.status).toBe(500);
      expect(answer.text).not.toContain('hunter2');
      expect(lines.join('\n')).toContain('option "webhookDomains[0]" has a scheme');
    });

    it('webhookDomains by user: asked of a good identity only', async () => {
      const asked: unknown[] = [];
      const webhookDomains = (identity: unknown) => {
        asked.push(identity);
        return [];
      };
      const resolveUser = () => ({ sub: 42 as never });
      expect((await (await endpoint({ webhookDomains, resolveUser }))()).status).toBe(500);
      expect(asked).toEqual([]);
    });

    it('maxTokenLength: of whoever made the token too long', async () => {
      const resolveUser = () => ({ sub: 'user-1', bio: 'x'.repeat(100) });
      const post = await endpoint({ maxTokenLength: 1024, resolveUser });
      expect((await post()).status).toBe(200);
      expect(await post(json({ chatId: 'å'.repeat(256) }))).toMatchObject({
        status: 400,
        body: { errorCode: 'body_invalid', message: 'The chat id is too long for a token' },
      });
      const verbose = () => ({ sub: 'user-1', bio: 'x'.repeat(1000) });
      expect(
        await (
          await endpoint({ maxTokenLength: 1024, resolveUser: verbose })
        )(),
      ).toMatchObject({ status: 500, body: { errorCode: 'identity_invalid' } });
    });

    it('tokenLifetime and keyId', async () => {
      const token = tokenOf(await (await endpoint({ tokenLifetime: 900, keyId: 'my-key' }))());
      const { iat = 0, exp } = decodeJwt(token);
      expect(exp).toBe(iat + 900);
      expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'my-key' });
    });

    it('claims: a class that checks the identity', async () => {
      class Strict extends KindlyClaims {
        @IsIn(['gold', 'basic']) declare readonly tier: string;
      }
      const of = (tier: string) =>
        endpoint({ claims: Strict, resolveUser: () => ({ sub: 'user-1', tier }) as never });
      expect((await (await of('gold'))()).status).toBe(200);
      expect(await (await of('silver'))()).toMatchObject({
        status: 500,
        body: { errorCode: 'identity_invalid' },
      });
    });
  });
});
