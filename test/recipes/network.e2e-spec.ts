import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { INestApplication, Type } from '@nestjs/common';
import { createProxyServer } from 'httpxy';
import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it } from 'vitest';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { type Answer, send } from '../support/http.js';
import { deliver, keyPair, mint } from '../support/kindly.js';
import { json, JSON_TYPE, options, tokenOf, WebhookController } from '../support/kindly-module.js';
import { PageApp } from '../support/page-app.js';
import { withApp } from '../support/running-app.js';
import { serve } from '../support/web-server.js';

process.env['KINDLY_PRIVATE_KEY'] = keyPair().privateKey;

const page = new PageApp('docs/recipes.md');
afterAll(() => page.remove());

type Configure = (app: INestApplication) => void;

async function exported<T>(file: string, name: string): Promise<T> {
  return (await page.import(file))[name] as T;
}

/** A reverse proxy that serves an app under `/shop`. */
async function proxyOf(target: string): Promise<string> {
  const proxy = createProxyServer({ xfwd: true });
  return serve((request, response) => {
    request.url = request.url?.replace(/^\/shop/, '') ?? '/';
    void proxy.web(request, response, { target });
  });
}

describe.each(ADAPTERS)('cors.main.ts: a page on another origin, on $name', (adapter) => {
  async function start(): Promise<string> {
    const configure = await exported<Configure>('cors.main.ts', 'allowPages');
    const imports = [KindlyAuthModule.forRoot(options())];
    return `${(await withApp(adapter, { imports, configure })).url}/kindly/token`;
  }

  it('may ask, with cookies', async () => {
    const url = await start();
    const origin = ['Origin', 'https://www.example.com'];
    const allowed = {
      'access-control-allow-origin': 'https://www.example.com',
      'access-control-allow-credentials': 'true',
    };
    const asks = [
      'Access-Control-Request-Method',
      'POST',
      'Access-Control-Request-Headers',
      'content-type',
    ];
    const preflight = await send(url, { method: 'OPTIONS', headers: [...origin, ...asks] });
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        ...allowed,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'Content-Type',
        'access-control-max-age': '600',
      },
    });
    const answer = await send(url, {
      ...json({ chatId: 'chat-1' }),
      headers: [...JSON_TYPE, ...origin],
    });
    expect(answer).toMatchObject({ status: 200, headers: allowed });
  });

  it('of anybody else may not', async () => {
    const url = await start();
    const headers = ['Origin', 'https://evil.example.net', 'Access-Control-Request-Method', 'POST'];
    const preflight = await send(url, { method: 'OPTIONS', headers });
    expect(preflight.headers['access-control-allow-origin']).not.toBe('https://evil.example.net');
    expect(preflight.headers['access-control-allow-origin']).not.toBe('*');
  });
});

describe.each(ADAPTERS)('behind-proxy.main.ts: behind a reverse proxy, on $name', (adapter) => {
  it('the whole loop goes through it', async () => {
    const secret = 'the-secret-of-this-test';
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: secret }))],
      controllers: [WebhookController],
      configure: await exported<Configure>('behind-proxy.main.ts', 'mount'),
    });
    const shop = `${await proxyOf(url)}/shop/api/v1`;
    const token = tokenOf(await send(`${shop}/kindly/token`, json({ chatId: 'chat-1' })));
    // Bytes that a proxy which parses JSON and writes it anew would not leave as they are.
    const body = '{ "chat_id" : "chat-1", "message": "\\u0048ei" }';
    const good = await deliver(`${shop}/webhook`, { token, secret, body });
    expect(good.status).toBe(200);
    const forged = await deliver(`${shop}/webhook`, { token, secret: 'another', body });
    expect(forged.body).toMatchObject({ errorCode: 'signature_invalid' });
  });
});

/** Both adapters, who believe the proxy on this machine. */
const BEHIND_PROXY: readonly Adapter[] = [
  {
    name: 'Express',
    create: (): AbstractHttpAdapter => {
      const adapter = new ExpressAdapter();
      adapter.set('trust proxy', 'loopback');
      return adapter;
    },
  },
  { name: 'Fastify', create: () => new FastifyAdapter({ trustProxy: 'loopback' }) },
];

describe.each(BEHIND_PROXY)('throttling.module.ts: rate limits, on $name', (adapter) => {
  const start = async (): Promise<string> => {
    const module = await exported<Type<unknown>>('throttling.module.ts', 'ThrottlingModule');
    return (await withApp(adapter, { imports: [module] })).url;
  };

  it('count the visitors of a proxy each for himself', async () => {
    const shop = `${await proxyOf(await start())}/shop`;
    const ask = (visitor: string): Promise<Answer> =>
      send(`${shop}/kindly/token`, {
        ...json({ chatId: 'chat-1' }),
        headers: [...JSON_TYPE, 'X-Forwarded-For', visitor],
      });
    // At once: the limit is one of a minute.
    const answers = await Promise.all(Array.from({ length: 11 }, () => ask('192.0.2.1')));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toMatchObject([{ status: 429, body: { statusCode: 429 } }]);
    expect(refused[0]?.headers).toHaveProperty('retry-after');
    expect((await ask('192.0.2.2')).status).toBe(200);
  });

  it('let webhooks pass', async () => {
    const url = await start();
    const token = mint({ iss: 'https://shop.example.com' });
    const deliveries = Array.from({ length: 130 }, () =>
      deliver(`${url}/webhooks/orders`, { token }),
    );
    const statuses = (await Promise.all(deliveries)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
