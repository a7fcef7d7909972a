import { createHash } from 'node:crypto';
import { Controller, Post, type RawBodyRequest, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsIn } from 'class-validator';
import {
  KindlyAuthModule,
  KindlyClaims,
  KindlyPayload,
  KindlyUser,
  KindlyWebhook,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import {
  createKindlyTestKit,
  type KindlyTestWebhook,
  throwAwayKindlyKeyPair,
} from 'nestjs-kindly-auth/testing';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import type { RunningApp } from '../support/running-app.js';

class ShopClaims extends KindlyClaims {
  @IsIn(['gold', 'basic']) declare readonly tier: 'gold' | 'basic';
}

const kindly = createKindlyTestKit({ claims: ShopClaims, webhookDomains: ['shop.example.com'] });
const ADA = { sub: 'ada', name: 'Ada', tier: 'gold' } as const;

function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

@Controller()
class Webhooks {
  @Post('orders')
  @KindlyWebhook()
  orders(
    @KindlyUser() user: ShopClaims,
    @KindlyPayload() { chat_id, message }: KindlyWebhookPayload,
  ) {
    return { sub: user.sub, tier: user.tier, chat: user.chat, chat_id, message };
  }

  @Post('visitors')
  @KindlyWebhook({ identity: 'optional' })
  visitors(@KindlyUser('sub') sub: string | undefined, @Req() request: RawBodyRequest<object>) {
    return { sub: sub ?? null, digest: digest(request.rawBody ?? '') };
  }

  @Post('tickets')
  @KindlyWebhook({ identity: 'none', signature: 'tickets' })
  tickets() {
    return { isTicket: true };
  }

  @Post('hosted')
  @KindlyWebhook({ bot: 'hosted' })
  hosted() {
    return {};
  }
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

type Send = (
  running: RunningApp,
  path: string,
  webhook: KindlyTestWebhook<ShopClaims>,
) => Promise<Reply>;

const byFetch: Send = async ({ url }, path, webhook) => {
  const response = await fetch(url + path, webhook);
  return { status: response.status, body: await response.json() };
};

const bySupertest: Send = async ({ app }, path, webhook) =>
  webhook.through(supertest(app.getHttpServer()).post(path));

const byInject: Send = async ({ app }, path, webhook) => {
  const response = await (app as NestFastifyApplication).inject(webhook.to(path));
  return { status: response.statusCode, body: response.json() };
};

const WAYS: Readonly<
  Record<(typeof ADAPTERS)[number]['name'], readonly (readonly [string, Send])[]>
> = {
  Express: [
    ['fetch', byFetch],
    ['supertest', bySupertest],
  ],
  Fastify: [
    ['fetch', byFetch],
    ['supertest', bySupertest],
    ['app.inject()', byInject],
  ],
};

const ada = kindly.webhook().from(ADA);
const hosted = createKindlyTestKit({ claims: ShopClaims, bot: 'hosted' });

/** What the kit can bend, with what the guard must say to it. */
const BENT: readonly (readonly [string, KindlyTestWebhook<ShopClaims>, string])[] = [
  ['nobody', kindly.webhook(), 'token_missing'],
  ['somebody, and then nobody', ada.fromAnonymous(), 'token_missing'],
  ['a token that has expired', ada.whoseToken((token) => token.expired()), 'token_expired'],
  [
    'a token that is not valid yet',
    ada.whoseToken((token) => token.notYetValid()),
    'claims_invalid',
  ],
  ['a token of too long a life', ada.whoseToken((token) => token.livingFor(901)), 'claims_invalid'],
  ['another issuer', ada.whoseToken((token) => token.issuedBy('elsewhere')), 'claims_invalid'],
  ['no sub', ada.whoseToken((token) => token.without('sub')), 'claims_invalid'],
  ['no exp', ada.whoseToken((token) => token.without('exp')), 'claims_invalid'],
  ['an audience', ada.whoseToken((token) => token.withClaims({ aud: 'x' })), 'claims_invalid'],
  ['a tier of its own', ada.whoseToken((token) => token.withClaims({ tier: 1 })), 'claims_invalid'],
  ['a chat of its own', ada.whoseToken((token) => token.inChat('another')), 'chat_mismatch'],
  ['a body of another chat', ada.withPayload({ chat_id: 'another' }), 'chat_mismatch'],
  ['a key of a stranger', ada.whoseToken((token) => token.signedByStranger()), 'token_invalid'],
  [
    'a key of another name',
    ada.whoseToken((token) => token.signedWith(throwAwayKindlyKeyPair('old').privateKey)),
    'token_invalid',
  ],
  ['the algorithm none', ada.whoseToken((token) => token.unsigned()), 'token_invalid'],
  ['the algorithm HS256', ada.whoseToken((token) => token.signedWithPublicKey()), 'token_invalid'],
  [
    'a critical header',
    ada.whoseToken((token) => token.withHeader({ crit: ['x'] })),
    'token_invalid',
  ],
  ['tampered claims', ada.whoseToken((token) => token.tampered()), 'token_invalid'],
  ['no token at all', kindly.webhook().withToken('a.b.c'), 'token_invalid'],
  ['a token of another bot', kindly.webhook().withToken(hosted.tokenFor(ADA)), 'token_invalid'],
  ['a wrong signature', ada.wronglySigned(), 'signature_invalid'],
  ['no signature', ada.unsigned(), 'signature_invalid'],
  ['the signature of tickets', ada.signedFor('tickets'), 'signature_invalid'],
  ['a body that was tampered with', ada.tampered(), 'signature_invalid'],
  [
    'another chat in a body after it was signed',
    ada.tampered({ chat_id: 'x' }),
    'signature_invalid',
  ],
  ['another content type', ada.withHeaders({ 'content-type': 'text/plain' }), 'signature_invalid'],
  [
    'no algorithm of the signature',
    ada.withHeaders({ 'kindly-hmac-algorithm': undefined }),
    'signature_invalid',
  ],
];

describe.each(ADAPTERS)("the kit's webhooks on $name", (adapter) => {
  let running: RunningApp;

  beforeAll(async () => {
    const secrets = { dialogue: kindly.secret(), tickets: kindly.secret('tickets') };
    const testing = await Test.createTestingModule({
      imports: [
        KindlyAuthModule.forRoot({ ...kindly.options, hmacSecrets: secrets, controller: false }),
        KindlyAuthModule.forRoot({
          ...hosted.options,
          bot: 'hosted',
          webhookHost: 'shop.example.com',
          controller: false,
        }),
      ],
      controllers: [Webhooks],
    }).compile();
    const app = testing.createNestApplication(adapter.create(), { rawBody: true, logger: false });
    await app.listen(0, '127.0.0.1');
    running = { app, url: await app.getUrl() };
  });
  afterAll(() => running.app.close());

  describe.each(WAYS[adapter.name])('by %s', (_way, send) => {
    it('read like prose', async () => {
      const webhook = kindly.webhook().from(ADA).inChat('c1').saying('Where is my order? ✉');
      expect(await send(running, '/orders', webhook)).toMatchObject({
        status: 200,
        body: {
          sub: 'ada',
          tier: 'gold',
          chat: { id: 'c1', webhook_domains: ['shop.example.com'] },
          chat_id: 'c1',
          message: 'Where is my order? ✉',
        },
      });
    });

    it('come from nobody until somebody is named', async () => {
      const visitor = kindly.webhook().saying('Hei på deg 👋');
      expect(await send(running, '/visitors', visitor)).toMatchObject({
        status: 200,
        body: { sub: null, digest: digest(visitor.body) },
      });
      expect((await send(running, '/visitors', visitor.from(ADA))).body).toMatchObject({
        sub: 'ada',
      });
    });

    it('keep the bytes of a body that is given to the letter', async () => {
      const webhook = kindly.webhook().withBody('{ "chat_id" : "c1",\n "message": "\\u00e5 å" }\n');
      expect(await send(running, '/visitors', webhook)).toMatchObject({
        status: 200,
        body: { digest: digest(webhook.body) },
      });
    });

    it('are signed for what they are', async () => {
      const ticket = kindly.webhook().signedFor('tickets');
      expect((await send(running, '/tickets', ticket)).status).toBe(200);
      expect((await send(running, '/tickets', kindly.webhook())).status).toBe(401);
    });

    it('go to the bot that the kit is for', async () => {
      const webhook = hosted.webhook().from(ADA);
      const forwarded = webhook.whoseToken((token) => token.forwardableTo('shop.example.com'));
      expect((await send(running, '/hosted', forwarded)).status).toBe(200);
      expect((await send(running, '/hosted', webhook)).body).toMatchObject({
        errorCode: 'host_not_listed',
      });
    });

    it.each(BENT)('with %s', async (_name, webhook, errorCode) => {
      expect((await send(running, '/orders', webhook)).body).toMatchObject({ errorCode });
    });
  });
});
