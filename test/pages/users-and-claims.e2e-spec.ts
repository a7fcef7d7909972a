import { decodeJwt } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { send } from '../support/http.js';
import { json, tokenOf } from '../support/kindly-module.js';
import { codesIn, page as textOf, tableOf } from '../support/markdown.js';
import { PageApp } from '../support/page-app.js';
import { start, tokenFrom } from '../support/page-module.js';
import { RESERVED_CLAIMS } from '../../libs/kindly-auth/src/claims/kindly-identity.js';

const page = new PageApp('docs/users-and-claims.md');
afterAll(() => page.remove());

describe('who is signed in', () => {
  it('shop.module.ts: knows who has a session', async () => {
    const { ShopModule } = await page.import('shop.module.ts');
    const { url } = await start(ShopModule);
    const { headers, body } = json({ chatId: 'chat-1' });
    const known = { body: body ?? '', headers: [...(headers ?? []), 'Cookie', 'session=kari'] };
    expect(decodeJwt(tokenOf(await send(`${url}/kindly/token`, known)))).toMatchObject({
      sub: '1',
      email_verified: true,
      chat: { webhook_domains: ['shop.example.com'] },
    });
    expect((await send(`${url}/kindly/token`, json({ chatId: 'chat-1' }))).status).toBe(401);
  });

  it('shop-claims.ts: issues claims of its own', async () => {
    const { kindly } = await page.import('shop-claims.ts');
    const { url } = await start(kindly);
    expect(decodeJwt(await tokenFrom(url))).toMatchObject({ sub: 'user-1', tier: 'gold' });
  });

  it('lists the claims that an identity may not have', () => {
    const listed = tableOf(textOf('docs/users-and-claims.md'), 'claim').map(([claims]) =>
      codesIn(claims),
    );
    expect(new Set(listed.at(-1))).toEqual(new Set(RESERVED_CLAIMS));
  });
});
