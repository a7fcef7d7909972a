import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { type Answer, send } from '../support/http.js';
import { deliver, keyPair } from '../support/kindly.js';
import { json, JSON_TYPE, tokenOf } from '../support/kindly-module.js';
import { codeFlow } from '../support/oidc.js';
import { PageApp } from '../support/page-app.js';
import { type RunningApp, withApp } from '../support/running-app.js';

const [pair, sales, support] = [keyPair(), keyPair('sales'), keyPair('support')];
const APP_JWT_SECRET = 'the-secret-of-the-app-of-this-test';
Object.assign(process.env, {
  APP_JWT_SECRET,
  KINDLY_PRIVATE_KEY: pair.privateKey,
  KINDLY_SALES_PRIVATE_KEY: sales.privateKey,
  KINDLY_SUPPORT_PRIVATE_KEY: support.privateKey,
  KINDLY_SALES_HMAC_SECRET: 'the-secret-of-sales',
  KINDLY_SUPPORT_HMAC_SECRET: 'the-secret-of-support',
});

const page = new PageApp('docs/recipes.md');
afterAll(() => page.remove());

/** Starts a module of the page. */
async function start(adapter: Adapter, file: string, name: string): Promise<RunningApp> {
  const { [name]: module } = await page.import(file);
  return withApp(adapter, { imports: [module as Type<unknown>] });
}

const BODY = '{"chat_id":"chat-1"}';

function ask(
  url: string,
  headers: readonly string[] = [],
  path = '/kindly/token',
): Promise<Answer> {
  return send(url + path, { ...json({ chatId: 'chat-1' }), headers: [...JSON_TYPE, ...headers] });
}

describe.each(ADAPTERS)("the app's own JWT behind a global guard, on $name", (adapter) => {
  function appToken(secret = APP_JWT_SECRET): Promise<string> {
    const key = new TextEncoder().encode(secret);
    const claims = new SignJWT({ sub: '7', name: 'Kari' }).setProtectedHeader({ alg: 'HS256' });
    return claims.setExpirationTime('1m').sign(key);
  }

  it('issues a token about the user whom the guard let in', async () => {
    const { url } = await start(adapter, 'app-jwt.module.ts', 'AppJwtModule');
    const answer = await ask(url, ['Authorization', `Bearer ${await appToken()}`]);
    expect(decodeJwt(tokenOf(answer))).toMatchObject({ sub: '7', name: 'Kari' });
  });

  it('asks nobody else', async () => {
    const { url } = await start(adapter, 'app-jwt.module.ts', 'AppJwtModule');
    const forged = await appToken('another-secret-of-this-test');
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, ['Authorization', `Bearer ${forged}`])).status).toBe(401);
  });

  it("lets Kindly's token into the webhook, and the app's into none", async () => {
    const { url } = await start(adapter, 'app-jwt.module.ts', 'AppJwtModule');
    const own = await appToken();
    const token = tokenOf(await ask(url, ['Authorization', `Bearer ${own}`]));
    const webhook = `${url}/webhooks/orders`;
    expect(await deliver(webhook, { token, body: BODY })).toMatchObject({
      status: 200,
      body: { reply: 'Hi, customer 7' },
    });
    expect(await deliver(webhook, { token: own, body: BODY })).toMatchObject({
      body: { errorCode: 'token_invalid' },
    });
    expect((await ask(url, ['Authorization', `Bearer ${token}`])).status).toBe(401);
  });
});

describe.each(ADAPTERS)('users of an OIDC provider, on $name', async (adapter) => {
  const CLIENT_ID = 'shop';
  const CALLBACK = 'https://shop.example.com/callback';
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT_ID, client_secret: 'not-a-secret', redirect_uris: [CALLBACK] }],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
      cookies: { keys: ['of-this-test'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => false },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          name: 'Kari Nordmann',
          email: `${id}@example.com`,
          email_verified: id === 'verified',
        }),
      }),
    });
    const answer = provider.callback();
    server.on('request', (request, response) => void answer(request, response));
    Object.assign(process.env, { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT_ID });
  });
  afterAll(() => void server.close());

  it.each([
    ['verified', true],
    ['unverified', false],
  ])('are known by their ID token: %s', async (login, verified) => {
    const idToken = await codeFlow({ issuer, clientId: CLIENT_ID, callback: CALLBACK, login });
    const { url } = await start(adapter, 'oidc.module.ts', 'OidcModule');
    const token = tokenOf(await ask(url, ['Cookie', `theme=dark; id_token=${idToken}`]));
    expect(decodeJwt(token)).toMatchObject({
      iss: 'https://shop.example.com',
      sub: login,
      name: 'Kari Nordmann',
      email: `${login}@example.com`,
      email_verified: verified,
    });
  });

  it('are nobody without one, and with one of another client or key', async () => {
    const idToken = await codeFlow({
      issuer,
      clientId: CLIENT_ID,
      callback: CALLBACK,
      login: 'verified',
    });
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(decodeJwt(idToken))
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
    const { url } = await start(adapter, 'oidc.module.ts', 'OidcModule');
    const nobody = { status: 401, body: { errorCode: 'not_signed_in' } };
    expect(await ask(url)).toMatchObject(nobody);
    expect(await ask(url, ['Cookie', `id_token=${forged}`])).toMatchObject(nobody);
    expect(await ask(url, ['Cookie', 'id_token=garbage'])).toMatchObject(nobody);
    process.env['OIDC_CLIENT_ID'] = 'another';
    try {
      expect(await ask(url, ['Cookie', `id_token=${idToken}`])).toMatchObject(nobody);
    } finally {
      process.env['OIDC_CLIENT_ID'] = CLIENT_ID;
    }
  });
});

describe.each(ADAPTERS)('bots from a list, on $name', (adapter) => {
  it('have endpoints, keys and secrets of their own', async () => {
    const { url } = await start(adapter, 'bots.module.ts', 'BotsModule');
    const names = ['sales', 'support'];
    for (const from of names) {
      const token = tokenOf(await ask(url, [], `/kindly/${from}/token`));
      for (const to of names) {
        for (const secret of names.map((name) => `the-secret-of-${name}`)) {
          const sent = { token, secret, body: BODY };
          const { status } = await deliver(`${url}/webhooks/${to}`, sent);
          const fits = from === to && secret.endsWith(to);
          expect([from, to, secret, status]).toEqual([from, to, secret, fits ? 200 : 401]);
        }
      }
    }
  });
});
