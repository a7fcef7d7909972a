import { sign } from 'node:crypto';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { send } from '../support/http.js';
import { deliver, mint } from '../support/kindly.js';
import { json } from '../support/kindly-module.js';
import { PageApp } from '../support/page-app.js';
import { privateKey, publicKey, start, tokenFrom } from '../support/page-module.js';

const page = new PageApp('docs/bots-and-keys.md');
const { KindlyTokenService } = await page.package();
afterAll(() => page.remove());

describe('several bots, and where keys live', () => {
  it('two-bots.module.ts: keeps the bots apart', async () => {
    const { TwoBotsModule } = await page.import('two-bots.module.ts');
    const { url } = await start(TwoBotsModule);
    const ofSupport = await tokenFrom(url, '/kindly/support/token');
    const [body, path] = ['{"chat_id":"chat-1"}', '/webhooks/support'];
    expect(await deliver(url + path, { token: ofSupport, body })).toMatchObject({ status: 200 });
    expect(await deliver(url + path, { token: await tokenFrom(url), body })).toMatchObject({
      status: 401,
    });
  });

  it('webhooks-only.module.ts: verifies, and issues nothing', async () => {
    const { WebhooksOnlyModule } = await page.import('webhooks-only.module.ts');
    const { app, url } = await start(WebhooksOnlyModule);
    expect((await send(`${url}/kindly/token`, json({ chatId: 'chat-1' }))).status).toBe(404);
    const token = mint({ iss: 'https://shop.example.com' });
    await expect(app.get(KindlyTokenService).verify(token)).resolves.toMatchObject({
      sub: 'user-1',
    });
  });

  it('kms.module.ts: signs elsewhere', async () => {
    const { kmsModule } = await page.import('kms.module.ts');
    const asymmetricSign = (_key: string, data: Uint8Array): Promise<Uint8Array> =>
      Promise.resolve(sign('sha256', data, privateKey));
    const { url } = await start((kmsModule as (kms: object) => unknown)({ asymmetricSign }));
    const token = await tokenFrom(url);
    await jwtVerify(token, await importSPKI(publicKey, 'RS256'));
    expect(decodeProtectedHeader(token).kid).toBe('projects/shop/keys/kindly/1');
  });
});
