import { decodeJwt } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { moduleOf } from '../support/running-app.js';
import { PageApp } from '../support/page-app.js';
import { classOf, privateKey, start, tokenFrom } from '../support/page-module.js';

const page = new PageApp('docs/token-endpoint.md');
const { KindlyAuthModule } = await page.package();
afterAll(() => page.remove());

describe('an endpoint of your own', () => {
  it('own-endpoint.controller.ts: issues tokens', async () => {
    const sample = await page.import('own-endpoint.controller.ts');
    const { url } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ issuer: 'i', privateKey, controller: false })],
        controllers: [classOf(sample, 'OwnEndpointController')],
      }),
    );
    expect(decodeJwt(await tokenFrom(url, '/chat-token'))).toMatchObject({
      sub: 'user-1',
      chat: { id: 'chat-1', webhook_domains: ['api.example.com'] },
    });
  });
});
