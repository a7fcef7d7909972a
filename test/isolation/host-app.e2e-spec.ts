import { Controller, Get, Injectable, Req, UseGuards } from '@nestjs/common';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { Test } from '@nestjs/testing';
import { Strategy } from 'passport-jwt';
import { KindlyAuthModule, type KindlyClaims, KindlyWebhookGuard } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { send } from '../support/http.js';
import { deliver, keyPair } from '../support/kindly.js';
import { createApp, withApp } from '../support/running-app.js';
import { options, type Options, tokenFrom, WebhookController } from '../support/kindly-module.js';

const first = keyPair('first');

function kindly({ privateKey }: { privateKey: string }, bent: Partial<Options> = {}) {
  return KindlyAuthModule.forRoot(options({ privateKey, ...bent }));
}

async function statusOf(url: string, token: string): Promise<number> {
  return (await deliver(url, { token })).status;
}

describe.each(ADAPTERS)('on $name', (adapter) => {
  describe("an app's own passport and JWT modules", () => {
    const secret = 'a-secret-of-the-app-s-own';

    @Injectable()
    class AppStrategy extends PassportStrategy(Strategy, 'jwt') {
      constructor() {
        super({
          jwtFromRequest: (request: { headers: Record<string, string> }) =>
            request.headers['x-app-token'] ?? null,
          secretOrKey: secret,
        });
      }
      validate({ sub }: { sub: string }) {
        return { appUser: sub };
      }
    }
    @Controller()
    class AppController extends WebhookController {
      @Get('me')
      @UseGuards(AuthGuard('jwt'))
      me(@Req() request: { account?: unknown; user?: unknown }) {
        return { account: request.account ?? null, user: request.user ?? null };
      }
      @Get('default')
      @UseGuards(AuthGuard())
      byDefault(@Req() request: { account?: unknown }) {
        return { account: request.account ?? null };
      }
    }

    it.each(['before', 'after'])('live beside ours, imported %s it', async (order) => {
      const own = [
        PassportModule.register({ defaultStrategy: 'jwt', property: 'account', session: false }),
        JwtModule.register({ global: true, secret, signOptions: { expiresIn: 60 } }),
      ];
      const ours = kindly(first);
      const { app, url } = await withApp(adapter, {
        imports: order === 'before' ? [...own, ours] : [ours, ...own],
        controllers: [AppController],
        providers: [AppStrategy],
      });
      const appToken = app.get(JwtService, { strict: false }).sign({ sub: 'app-user' });
      const headers = ['X-App-Token', appToken];
      for (const path of ['/me', '/default']) {
        const answer = await send(url + path, { method: 'GET', headers });
        expect(answer).toMatchObject({ status: 200, body: { account: { appUser: 'app-user' } } });
      }
      // Their tokens are not ours, nor ours theirs.
      const ourToken = await tokenFrom(url);
      expect(await statusOf(`${url}/webhook`, ourToken)).toBe(200);
      expect(await statusOf(`${url}/webhook`, appToken)).toBe(401);
      expect((await deliver(`${url}/webhook`, { headers })).status).toBe(401);
      const theirs = await send(`${url}/me`, { method: 'GET', headers: ['X-App-Token', ourToken] });
      expect(theirs.status).toBe(401);
    });

    it('keep their JwtService: ours is not exported', async () => {
      const { app } = await withApp(adapter, {
        imports: [kindly(first), JwtModule.register({ global: true, secret })],
      });
      const jwt = app.get(JwtService, { strict: false });
      expect(jwt.verify(jwt.sign({ sub: 'app-user' }))).toMatchObject({ sub: 'app-user' });
      await expect(
        createApp(adapter, { imports: [kindly(first)] }).then((other) => other.get(JwtService)),
      ).rejects.toThrow(/JwtService/);
    });
  });

  describe("a consumer's tests", () => {
    it('can override the guard', async () => {
      const testing = await Test.createTestingModule({
        imports: [kindly(first)],
        controllers: [WebhookController],
      })
        .overrideGuard(KindlyWebhookGuard)
        .useValue({
          canActivate(context: { switchToHttp(): { getRequest(): Record<string, unknown> } }) {
            const claims: Partial<KindlyClaims> = { sub: 'somebody' };
            context.switchToHttp().getRequest()['kindlyClaims'] = claims;
            return true;
          },
        })
        .compile();
      const app = testing.createNestApplication(adapter.create(), { logger: false });
      await app.listen(0, '127.0.0.1');
      try {
        expect(await deliver(`${await app.getUrl()}/webhook`)).toMatchObject({
          status: 200,
          body: { sub: 'somebody' },
        });
      } finally {
        await app.close();
      }
    });

    it('can override the guard of a controller alone, without our module', async () => {
      const testing = await Test.createTestingModule({ controllers: [WebhookController] })
        .overrideGuard(KindlyWebhookGuard)
        .useValue({ canActivate: () => true })
        .compile();
      expect(testing.get(WebhookController).answer('somebody')).toEqual({ sub: 'somebody' });
      await testing.close();
    });
  });
});
