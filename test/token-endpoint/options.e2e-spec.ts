import { decodeJwt, decodeProtectedHeader } from 'jose';
import { KindlyClaims } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { endpointOf } from '../support/endpoint.js';
import { tokenOf } from '../support/kindly-module.js';

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

    it('webhookDomains by user, and wrong: a 500 without details', async () => {
      const answer = await (await endpoint({ webhookDomains: () => ['https://hunter2'] }))();
      expect(answer.status).toBe(500);
      expect(answer.text).not.toContain('hunter2');
    });

    it('tokenLifetime and keyId', async () => {
      const token = tokenOf(await (await endpoint({ tokenLifetime: 900, keyId: 'my-key' }))());
      const { iat = 0, exp } = decodeJwt(token);
      expect(exp).toBe(iat + 900);
      expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'my-key' });
    });

    it('claims: a class that checks the identity', async () => {
      class Strict extends KindlyClaims {}
      const post = await endpoint({ claims: Strict });
      expect((await post()).status).toBe(200);
    });
  });
});
