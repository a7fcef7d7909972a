import { Controller, Post, ValidationPipe } from '@nestjs/common';
import {
  KindlyAuthModule,
  KindlyClaims,
  KindlyPayload,
  KindlyToken,
  KindlyUser,
  KindlyWebhook,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { refusal, send } from '../support/http.js';
import { CHAT_ID, deliver, ISSUER, keyPair, mint } from '../support/kindly.js';
import type { Options } from '../support/kindly-module.js';
import { recordingLogger, type AppSettings, withApp } from '../support/running-app.js';

const { publicKey } = keyPair();

function kindly(bent: Partial<Options> = {}) {
  return KindlyAuthModule.forRoot({ issuer: ISSUER, publicKey, controller: false, ...bent });
}

/** Every field that Kindly documents, and one that it does not. */
const PAYLOAD = {
  organization_id: 1,
  bot_id: '1',
  chat_id: CHAT_ID,
  user_id: 'u-1',
  chat_labels: [{ id: 7, name: 'vip' }],
  exchange: { exchange_id: '0df7f4f3-ac51-431e-ac0e-2887da7d3ef1', language_code: 'nb', extra: 1 },
  message: 'hei',
  attachments: [],
  context: { page: 'cart', nested: { deep: [1] } },
  _links: { chat: `https://bot.kindly.ai/api/v1/chats/${CHAT_ID}` },
  source: 'web',
  web_host: 'example.com',
  web_path: '/p',
  web_url: 'https://example.com/p',
  added_unannounced: { by: 'kindly' },
};

/** The strictest pipe that an app can have. */
const STRICT_PIPE: AppSettings['configure'] = (app) =>
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validateCustomDecorators: true,
    }),
  );

describe.each(ADAPTERS)('on $name', (adapter) => {
  describe('@KindlyPayload()', () => {
    @Controller()
    class PayloadController {
      @Post('webhook')
      @KindlyWebhook()
      answer(@KindlyPayload() payload: KindlyWebhookPayload) {
        return { isInstance: payload instanceof KindlyWebhookPayload, payload };
      }
    }

    async function post(body: unknown, configure?: AppSettings['configure']) {
      const { url } = await withApp(adapter, {
        // Otherwise the guard refuses a body that is no object before it gets here.
        imports: [kindly({ chatBinding: 'off' })],
        controllers: [PayloadController],
        ...(configure && { configure }),
      });
      return deliver(`${url}/webhook`, { token: mint(), body: JSON.stringify(body) });
    }

    it('is an instance of its class with every field, unknown ones too', async () => {
      expect((await post(PAYLOAD)).body).toEqual({ isInstance: true, payload: PAYLOAD });
    });

    it("is the same under an app's strictest pipe", async () => {
      expect((await post(PAYLOAD, STRICT_PIPE)).body).toEqual({
        isInstance: true,
        payload: PAYLOAD,
      });
    });

    it('needs no more than the chat id, and takes null for absent', async () => {
      const sparse = { chat_id: CHAT_ID, message: null, exchange: { language_code: null } };
      const context = { kept: null };
      expect((await post({ ...sparse, _links: null, context })).body).toEqual({
        isInstance: true,
        payload: { chat_id: CHAT_ID, exchange: {}, context },
      });
      expect((await post({ ...sparse, _links: { chat: null } })).body).toEqual({
        isInstance: true,
        payload: { chat_id: CHAT_ID, exchange: {}, _links: {} },
      });
    });

    it('refuses a list', async () => {
      const answer = await post([PAYLOAD]);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual(
        refusal(400, 'Bad Request', 'body_invalid', 'The body is not a JSON object'),
      );
    });
  });

  describe('@KindlyUser()', () => {
    it("is left alone by an app's strictest pipe, with claims that its class does not know", async () => {
      @Controller()
      class UserController {
        @Post('webhook')
        @KindlyWebhook()
        answer(@KindlyUser() user: KindlyClaims, @KindlyToken() token: string) {
          return {
            isInstance: user instanceof KindlyClaims,
            tier: 'tier' in user,
            length: token.length,
          };
        }
      }
      const { url } = await withApp(adapter, {
        imports: [kindly()],
        controllers: [UserController],
        configure: STRICT_PIPE,
      });
      const token = mint({ tier: 'gold' });
      expect((await deliver(`${url}/webhook`, { token })).body).toEqual({
        isInstance: true,
        tier: true,
        length: token.length,
      });
    });
  });

  describe('a mistake of the programmer', () => {
    class ShopClaims extends KindlyClaims {
      declare readonly tier: string;
    }
    @Controller()
    class Mistaken {
      @Post('user')
      user(@KindlyUser('sub') _sub: string) {
        return {};
      }
      @Post('token')
      token(@KindlyToken() _token: string) {
        return {};
      }
      @Post('class')
      @KindlyWebhook()
      otherClass(@KindlyUser(ShopClaims, 'tier') _tier: string) {
        return {};
      }
    }

    it.each([
      ['/user', '@KindlyUser() of Mistaken.user has nothing to give'],
      ['/token', '@KindlyToken() of Mistaken.token has nothing to give'],
      ['/class', 'needs the option "claims: ShopClaims" in the module of its bot'],
    ])('at %s is a 500 that names it to the programmer', async (path, words) => {
      const { lines, logger } = recordingLogger('error');
      const { url } = await withApp(adapter, {
        imports: [kindly()],
        controllers: [Mistaken],
        options: { logger },
      });
      const answer = await deliver(url + path, { token: mint() });
      expect(answer).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
      expect(lines.join('\n')).toContain(words);
      expect(answer.text).not.toContain('Mistaken');
    });
  });

  it('answers a route without a guard as the app does', async () => {
    @Controller()
    class Open {
      @Post('open')
      open() {
        return {};
      }
    }
    const { url } = await withApp(adapter, { imports: [kindly()], controllers: [Open] });
    expect((await send(`${url}/open`)).status).toBe(201);
  });
});
