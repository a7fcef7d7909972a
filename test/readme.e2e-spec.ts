import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sign } from 'node:crypto';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import type { generateKindlyKeyPair, KindlyKeyRing } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { send } from './support/http.js';
import { deliver, keyPair, mint } from './support/kindly.js';
import { json, tokenOf } from './support/kindly-module.js';
import { filesOf, ReadmeApp } from './support/readme.js';
import { moduleOf } from './support/running-app.js';

const { privateKey, publicKey } = await keyPair();
const other = await keyPair('other');
const HMAC_SECRET = 'the-dialogue-secret-of-this-test';
Object.assign(process.env, {
  KINDLY_PRIVATE_KEY: privateKey.replaceAll('\n', String.raw`\n`),
  KINDLY_PUBLIC_KEY: publicKey,
  KINDLY_SUPPORT_PRIVATE_KEY: other.privateKey,
  KINDLY_HMAC_SECRET: HMAC_SECRET,
});

/** What the runbook for keys defines. */
interface Runbook {
  readonly announce: (ring: KindlyKeyRing, publicKey: string) => void;
  readonly rotate: (ring: KindlyKeyRing, privateKey: string) => Promise<void>;
  readonly newPair: typeof generateKindlyKeyPair;
  readonly replaceStolenKey: (ring: KindlyKeyRing, privateKey: string) => Promise<void>;
}

const readme = new ReadmeApp();
const problems = readme.compile();
const { KindlyAuthModule, KindlyTokenService } = await readme.package();
afterAll(() => readme.remove());

// Tests of the README's own: they register themselves.
await readme.import('orders.controller.spec.ts');
await readme.import('orders.token.spec.ts');

/** Starts a module of the README's. */
async function start(
  module: unknown,
  configure: (app: INestApplication) => void = () => undefined,
): Promise<{ app: INestApplication; url: string }> {
  const app = await NestFactory.create(module as Type<unknown>, {
    rawBody: true,
    logger: false,
    abortOnError: false,
  });
  configure(app);
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  return { app, url: await app.getUrl() };
}

async function tokenFrom(url: string, path = '/kindly/token'): Promise<string> {
  return tokenOf(await send(url + path, json({ chatId: 'chat-1' })));
}

function classOf(exported: Record<string, unknown>, name: string): Type<unknown> {
  return exported[name] as Type<unknown>;
}

describe("the README's code", () => {
  it('compiles against the package as it is published', () => {
    expect(problems).toEqual([]);
  });

  it('has a name for each file, and a test for each', () => {
    expect([...filesOf().keys()].toSorted()).toEqual([
      'app.module.ts',
      'compromise.ts',
      'kms.module.ts',
      'main.ts',
      'orders.controller.spec.ts',
      'orders.controller.ts',
      'orders.token.spec.ts',
      'own-endpoint.controller.ts',
      'page.controller.ts',
      'rotate.ts',
      'rotation.service.ts',
      'shop-claims.ts',
      'shop.module.ts',
      'sign-as-kindly.ts',
      'support.controller.ts',
      'two-bots.module.ts',
      'webhooks-only.module.ts',
    ]);
  });

  it('app.module.ts and orders.controller.ts: goes the whole loop', async () => {
    const { AppModule } = await readme.import('app.module.ts');
    const { url } = await start(AppModule, (app) => {
      app.use((request: { user?: object }, _response: unknown, next: () => void) => {
        request.user = { id: 7, name: '<Kari>' };
        next();
      });
    });
    const answer = await deliver(`${url}/webhooks/orders`, {
      token: await tokenFrom(url),
      body: '{"chat_id":"chat-1"}',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { reply: 'Hi &#60;Kari&#62;, order 42 of customer 7 is on its way.' },
    });
    expect((await deliver(`${url}/webhooks/orders`)).status).toBe(401);
  });

  it('main.ts: starts', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const main = spawn(process.execPath, [join(readme.folder, 'main.js')], {
      env: { ...process.env, PORT: String(port) },
    });
    onTestFinished(() => void main.kill());
    await once(main.stdout, 'data');
    await expect
      .poll(
        () =>
          send(`http://localhost:${port}/kindly/token`, json({ chatId: 'c' })).catch(() => ({
            status: 0,
          })),
        { timeout: 20_000 },
      )
      .toMatchObject({ status: 401 });
  });

  it('page.controller.ts: has the chat on it', async () => {
    const { PageController } = await readme.import('page.controller.ts');
    const html = new (PageController as Type<{ home(): string }>)().home();
    expect(html).toContain('data-bot-key="your-bot-key"');
  });

  it('shop.module.ts: knows who has a session', async () => {
    const { ShopModule } = await readme.import('shop.module.ts');
    const { url } = await start(ShopModule);
    const { headers, body } = json({ chatId: 'chat-1' });
    const known = { body: body ?? '', headers: [...(headers ?? []), 'Cookie', 'session=kari'] };
    const answer = await send(`${url}/kindly/token`, known);
    expect(decodeJwt((answer.body as { token: string }).token)).toMatchObject({
      sub: '1',
      email_verified: true,
      chat: { webhook_domains: ['shop.example.com'] },
    });
    expect((await send(`${url}/kindly/token`, json({ chatId: 'chat-1' }))).status).toBe(401);
  });

  it('shop-claims.ts: issues claims of its own', async () => {
    const { kindly } = await readme.import('shop-claims.ts');
    const { url } = await start(kindly);
    expect(decodeJwt(await tokenFrom(url))).toMatchObject({ sub: 'user-1', tier: 'gold' });
  });

  it('own-endpoint.controller.ts: issues tokens', async () => {
    const { url } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ issuer: 'i', privateKey, controller: false })],
        controllers: [
          classOf(await readme.import('own-endpoint.controller.ts'), 'OwnEndpointController'),
        ],
      }),
    );
    expect(decodeJwt(await tokenFrom(url, '/chat-token'))).toMatchObject({
      sub: 'user-1',
      chat: { id: 'chat-1', webhook_domains: ['api.example.com'] },
    });
  });

  it('support.controller.ts: answers whom it knows, and whom not', async () => {
    const options = { issuer: 'i', privateKey, hmacSecrets: HMAC_SECRET };
    const { url } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ ...options, resolveUser: () => ({ sub: 'user-1' }) })],
        controllers: [classOf(await readme.import('support.controller.ts'), 'SupportController')],
      }),
    );
    const signed = { secret: HMAC_SECRET, body: '{"chat_id":"chat-1","message":"hi"}' };
    expect((await deliver(`${url}/webhooks/support`, signed)).body).toMatchObject({
      exchange_slug: 'sign-in',
    });
    const token = await tokenFrom(url);
    expect((await deliver(`${url}/webhooks/support`, { ...signed, token })).body).toMatchObject({
      exchange_slug: 'handover',
      new_context: { last_message: 'hi' },
    });
  });

  it('sign-as-kindly.ts: signs as Kindly does', async () => {
    const { signAsKindly } = await readme.import('sign-as-kindly.ts');
    const headers = (signAsKindly as (...texts: string[]) => object)(
      '{"foo":1,"bar":2}',
      'examplekey',
    );
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'Kindly-HMAC': 'uEeD0Q7eW9btdx6LFvvlpwkzQBWdbknsQkg1C27Cx7Q=',
      'Kindly-HMAC-algorithm': 'HMAC-SHA-256 (base64 encoded)',
    });
  });

  it('two-bots.module.ts: keeps the bots apart', async () => {
    const { TwoBotsModule } = await readme.import('two-bots.module.ts');
    const { url } = await start(TwoBotsModule);
    const ofSupport = await tokenFrom(url, '/kindly/support/token');
    const [body, path] = ['{"chat_id":"chat-1"}', '/webhooks/support'];
    expect(await deliver(url + path, { token: ofSupport, body })).toMatchObject({ status: 200 });
    expect(await deliver(url + path, { token: await tokenFrom(url), body })).toMatchObject({
      status: 401,
    });
  });

  it('webhooks-only.module.ts: verifies, and issues nothing', async () => {
    const { WebhooksOnlyModule } = await readme.import('webhooks-only.module.ts');
    const { app, url } = await start(WebhooksOnlyModule);
    expect((await send(`${url}/kindly/token`, json({ chatId: 'chat-1' }))).status).toBe(404);
    const token = await mint({ iss: 'https://shop.example.com' });
    await expect(app.get(KindlyTokenService).verify(token)).resolves.toMatchObject({
      sub: 'user-1',
    });
  });

  it('kms.module.ts: signs elsewhere', async () => {
    const { kmsModule } = await readme.import('kms.module.ts');
    const asymmetricSign = (_key: string, data: Uint8Array): Promise<Uint8Array> =>
      Promise.resolve(sign('sha256', data, privateKey));
    const { url } = await start((kmsModule as (kms: object) => unknown)({ asymmetricSign }));
    const token = await tokenFrom(url);
    await jwtVerify(token, await importSPKI(publicKey, 'RS256'));
    expect(decodeProtectedHeader(token).kid).toBe('projects/shop/keys/kindly/1');
  });

  it('rotation.service.ts: rotates', async () => {
    const RotationService = classOf(await readme.import('rotation.service.ts'), 'RotationService');
    const { app, url } = await start(
      moduleOf({
        imports: [
          KindlyAuthModule.forRoot({ issuer: 'i', privateKey, resolveUser: () => ({ sub: 'u' }) }),
        ],
        providers: [RotationService],
      }),
    );
    const rotation = app.get<{ rotate(privateKey: string): Promise<string> }>(RotationService);
    await expect(rotation.rotate(other.privateKey)).resolves.toBe(other.publicKey);
    expect(decodeProtectedHeader(await tokenFrom(url)).kid).toBe(other.keyId);
  });

  it('rotate.ts and compromise.ts: announce, rotate, replace what was stolen', async () => {
    const { KindlyKeyRing } = await readme.package();
    const { announce, rotate, newPair } = (await readme.import('rotate.ts')) as unknown as Runbook;
    const { replaceStolenKey } = (await readme.import('compromise.ts')) as unknown as Runbook;
    const { app } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ issuer: 'i', privateKey, controller: false })],
      }),
    );
    const ring = app.get(KindlyKeyRing);
    const first = ring.keyId;
    announce(ring, other.publicKey);
    expect(ring.acceptedKeyIds).toEqual([first, other.keyId]);
    await rotate(ring, other.privateKey);
    expect(ring.acceptedKeyIds).toEqual([other.keyId, first]);
    const third = await newPair();
    await replaceStolenKey(ring, third.privateKey);
    expect(ring.acceptedKeyIds).toEqual([third.keyId, first]);
  });
});
