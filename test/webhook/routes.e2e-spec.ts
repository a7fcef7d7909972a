import {
  Body,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  HttpException,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { IsIn } from 'class-validator';
import {
  type KindlyAuthException,
  KindlyAuthModule,
  KindlyClaims,
  type KindlyReply,
  type KindlyRequest,
  KindlyUser,
  KindlyWebhook,
  KindlyWebhookGuard,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { send } from '../support/http.js';
import { ISSUER, keyPair, mint } from '../support/kindly.js';
import { type AppSettings, withApp } from '../support/running-app.js';
import { brokenClaim, MISSING, outcome, UNSIGNED, webhookOf } from '../support/webhook.js';

const SECRET = 'the-dialogue-secret-of-this-test';

const { publicKey } = keyPair();

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  describe('the decorator', () => {
    it('on a class guards every route, answers 200, and gives way to its methods', async () => {
      abstract class Base {
        @Post('inherited')
        inherited(@KindlyUser('sub') sub: string) {
          return { sub };
        }
      }
      @Controller('hooks')
      @KindlyWebhook({ identity: 'optional' })
      class Hooks extends Base {
        @Post('plain')
        plain() {
          return {};
        }
        @Post('accepted')
        @HttpCode(202)
        accepted() {
          return {};
        }
        @Post('strict')
        @KindlyWebhook({ identity: 'required' })
        strict(@KindlyUser('sub') sub: string) {
          return { sub };
        }
        @Get('handshake')
        @KindlyWebhook({ identity: 'none', signature: false })
        handshake() {
          return 'challenge';
        }
      }
      const post = await webhook({ hmacSecrets: SECRET }, {}, { controllers: [Hooks] });
      const token = mint();
      expect(await post({ secret: SECRET }, '/hooks/plain')).toMatchObject({ status: 200 });
      expect(await outcome(post({}, '/hooks/plain'))).toEqual(UNSIGNED);
      expect(await post({ secret: SECRET }, '/hooks/accepted')).toMatchObject({ status: 202 });
      expect(await outcome(post({ secret: SECRET }, '/hooks/strict'))).toEqual(MISSING);
      expect(await post({ secret: SECRET, token }, '/hooks/strict')).toMatchObject({
        status: 200,
        body: { sub: 'user-1' },
      });
      expect(await post({ secret: SECRET, token }, '/hooks/inherited')).toMatchObject({
        status: 200,
        body: { sub: 'user-1' },
      });
    });

    it('leaves the handlers of a base class as other classes have them', async () => {
      abstract class Base {
        @Post('create')
        create() {
          return {};
        }
      }
      @Controller('guarded')
      @KindlyWebhook()
      class Guarded extends Base {}
      @Controller('open')
      class Open extends Base {}
      const post = await webhook({}, {}, { controllers: [Guarded, Open] });
      expect((await post({}, '/open/create')).status).toBe(201);
      expect((await post({ token: mint() }, '/guarded/create')).status).toBe(200);
      expect((await post({}, '/guarded/create')).status).toBe(401);
    });

    it('takes a guard that extends ours', async () => {
      class Teapot extends KindlyWebhookGuard {
        protected override toException(exception: HttpException): HttpException {
          return new HttpException({ reason: exception.message }, 418);
        }
      }
      @Controller()
      class Own {
        @Post('webhook')
        @KindlyWebhook({ identity: 'optional', guard: Teapot })
        answer(@KindlyUser('sub') sub: string | undefined) {
          return { sub: sub ?? null };
        }
      }
      const post = await webhook({ hmacSecrets: SECRET }, {}, { controllers: [Own] });
      expect(await post({ secret: SECRET })).toMatchObject({ status: 200, body: { sub: null } });
      expect(await post()).toMatchObject({
        status: 418,
        body: { reason: 'The Kindly-HMAC signature is missing or invalid' },
      });
    });

    it('asks anew for each handler that a request reaches', async () => {
      @Controller()
      class Twice {
        constructor(private readonly guard: KindlyWebhookGuard) {}
        @Post('webhook')
        @KindlyWebhook({ identity: 'optional', signature: false })
        async lax(@Req() request: object, @Res({ passthrough: true }) response: object) {
          // As with next() on Express, or in a batch: one request, another handler.
          const strict = Object.getOwnPropertyDescriptor(Twice.prototype, 'strict');
          const context = new ExecutionContextHost([request, response], Twice, strict?.value);
          return this.guard.canActivate(context).then(
            () => ({ admitted: true }),
            (error: KindlyAuthException) => ({ refused: error.errorCode }),
          );
        }
        @Post('strict')
        @KindlyWebhook()
        strict() {
          return {};
        }
      }
      const post = await webhook({ hmacSecrets: SECRET }, {}, { controllers: [Twice] });
      expect((await post()).body).toEqual({ refused: 'signature_invalid' });
    });

    it('verifies once where class and method both ask for it', async () => {
      let lookups = 0;
      class Counting extends KindlyWebhookGuard {
        protected override getRequest(context: ExecutionContext) {
          lookups += 1;
          return super.getRequest(context);
        }
      }
      @Controller()
      @KindlyWebhook({ guard: Counting })
      class Both {
        @Post('webhook')
        @KindlyWebhook({ guard: Counting })
        answer() {
          return {};
        }
      }
      const post = await webhook({}, {}, { controllers: [Both] });
      expect((await post({ token: mint() })).status).toBe(200);
      expect(lookups).toBe(1);
    });

    it('can be the guard alone', async () => {
      @Controller()
      class Plain {
        @Post('webhook')
        @UseGuards(KindlyWebhookGuard)
        answer(@KindlyUser('sub') sub: string) {
          return { sub };
        }
      }
      const post = await webhook({}, {}, { controllers: [Plain] });
      expect(await post({ token: mint() })).toMatchObject({
        status: 201,
        body: { sub: 'user-1' },
      });
      expect(await outcome(post())).toEqual(MISSING);
      const signed = await webhook({ hmacSecrets: SECRET }, {}, { controllers: [Plain] });
      expect(await outcome(signed({ token: mint() }))).toEqual(UNSIGNED);
      expect((await signed({ token: mint(), secret: SECRET })).status).toBe(201);
    });
  });

  describe('the request', () => {
    it('keeps what the app has put on it', async () => {
      type AppRequest = KindlyRequest & { user?: unknown; authInfo?: unknown; logIn?: unknown };
      @Controller()
      class Reader {
        @Post('webhook')
        @KindlyWebhook()
        answer(@Req() request: AppRequest) {
          const { user, authInfo, kindlyClaims } = request;
          return { user, authInfo, sub: kindlyClaims?.sub, touched: 'logIn' in request };
        }
      }
      const configure: AppSettings['configure'] = (app) => {
        app.useGlobalGuards({
          canActivate(context) {
            const request = context.switchToHttp().getRequest<AppRequest>();
            request.user = { id: 'the-app-s-own' };
            request.authInfo = 'the-app-s-own';
            return true;
          },
        });
      };
      const post = await webhook({}, {}, { controllers: [Reader], configure });
      expect((await post({ token: mint() })).body).toEqual({
        user: { id: 'the-app-s-own' },
        authInfo: 'the-app-s-own',
        sub: 'user-1',
        touched: false,
      });
    });
  });

  it('gives claims of your own class', async () => {
    class ShopClaims extends KindlyClaims {
      @IsIn(['gold', 'basic']) declare readonly tier: 'gold' | 'basic';
    }
    @Controller()
    class Shop {
      @Post('webhook')
      @KindlyWebhook()
      answer(
        @KindlyUser() user: ShopClaims,
        @KindlyUser(ShopClaims, 'tier') tier: 'gold' | 'basic',
        @Body() body: object,
      ): KindlyReply {
        const isFrozen = Object.isFrozen(user) && Object.isFrozen(user.chat);
        const isInstance = user instanceof ShopClaims;
        return { reply: JSON.stringify({ tier, isFrozen, isInstance, keys: Object.keys(body) }) };
      }
    }
    const post = await webhook({ claims: ShopClaims }, {}, { controllers: [Shop] });
    const answer = await post({ token: mint({ tier: 'gold' }) });
    expect(JSON.parse((answer.body as { reply: string }).reply)).toEqual({
      tier: 'gold',
      isFrozen: true,
      isInstance: true,
      keys: ['chat_id', 'message'],
    });
    expect(await outcome(post({ token: mint({ tier: 'silver' }) }))).toEqual(
      brokenClaim('claim "tier" breaks the rule "isIn"'),
    );
  });

  it('refuses a GET as it refuses a POST', async () => {
    @Controller()
    class Getter {
      @Get('webhook')
      @KindlyWebhook()
      answer() {
        return {};
      }
    }
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot({ issuer: ISSUER, publicKey, controller: false })],
      controllers: [Getter],
    });
    const token = mint();
    expect((await send(`${url}/webhook`, { method: 'GET' })).status).toBe(401);
    const headers = ['Authorization', `Bearer ${token}`];
    expect((await send(`${url}/webhook`, { method: 'GET', headers })).status).toBe(200);
  });
});
