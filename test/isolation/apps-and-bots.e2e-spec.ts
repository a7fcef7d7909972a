import { EventEmitter, once } from 'node:events';
import {
  type BeforeApplicationShutdown,
  type CanActivate,
  Controller,
  Injectable,
  Post,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import passport from 'passport';
import {
  InjectKindlyKeyRing,
  InjectKindlyTokenService,
  KindlyAuthModule,
  KindlyKeyRing,
  KindlyTokenService,
  KindlyUser,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { deliver, keyPair, mint } from '../support/kindly.js';
import { createApp, type RunningApp, startApp, withApp } from '../support/running-app.js';
import { options, type Options, tokenFrom, WebhookController } from '../support/kindly-module.js';

const first = keyPair('first');
const second = keyPair('second');

function kindly({ privateKey }: { privateKey: string }, bent: Partial<Options> = {}) {
  return KindlyAuthModule.forRoot(options({ privateKey, ...bent }));
}

async function statusOf(url: string, token: string): Promise<number> {
  return (await deliver(url, { token })).status;
}

/** Passport keeps its strategies in a registry of the whole process; it has no way to list them. */
function registeredStrategies(): readonly string[] {
  const { _strategies } = passport as unknown as { _strategies: Record<string, unknown> };
  return Object.keys(_strategies).filter((name) => name.startsWith('kindly-webhook:'));
}

describe.each(ADAPTERS)('on $name', (adapter) => {
  describe('two apps in one process, with two keys', () => {
    it('accept their own tokens, and those alone', async () => {
      const start = (pair: { privateKey: string }) =>
        withApp(adapter, { imports: [kindly(pair)], controllers: [WebhookController] });
      const one = await start(first);
      const two = await start(second);
      const tokenOfOne = await tokenFrom(one.url);
      const tokenOfTwo = await tokenFrom(two.url);
      expect(await statusOf(`${one.url}/webhook`, tokenOfOne)).toBe(200);
      expect(await statusOf(`${two.url}/webhook`, tokenOfTwo)).toBe(200);
      expect(await statusOf(`${one.url}/webhook`, tokenOfTwo)).toBe(401);
      expect(await statusOf(`${two.url}/webhook`, tokenOfOne)).toBe(401);
    });

    it('go on when the other one is closed', async () => {
      const one = await withApp(adapter, {
        imports: [kindly(first)],
        controllers: [WebhookController],
      });
      const two = await startApp(adapter, {
        imports: [kindly(second)],
        controllers: [WebhookController],
      });
      const token = await tokenFrom(one.url);
      await two.app.close();
      expect(await statusOf(`${one.url}/webhook`, token)).toBe(200);
    });
  });

  describe('two bots in one app', () => {
    @Controller()
    class TwoBots {
      @Post('shop')
      @KindlyWebhook()
      shop(@KindlyUser('sub') sub: string) {
        return { sub };
      }
      @Post('support')
      @KindlyWebhook({ bot: 'support' })
      support(@KindlyUser('sub') sub: string) {
        return { sub };
      }
    }
    @Injectable()
    class Services {
      constructor(
        readonly shop: KindlyTokenService,
        @InjectKindlyTokenService('support') readonly support: KindlyTokenService,
        readonly shopKeys: KindlyKeyRing,
        @InjectKindlyKeyRing('support') readonly supportKeys: KindlyKeyRing,
      ) {}
    }

    it.each(['as declared', 'in the other order'])(
      'each have their own keys: %s',
      async (order) => {
        const bots = [kindly(first), kindly(second, { bot: 'support' })];
        const { app, url } = await withApp(adapter, {
          imports: order === 'as declared' ? bots : bots.toReversed(),
          controllers: [TwoBots],
          providers: [Services],
        });
        const ofShop = await tokenFrom(url);
        const ofSupport = await tokenFrom(url, '/kindly/support/token');
        expect(await statusOf(`${url}/shop`, ofShop)).toBe(200);
        expect(await statusOf(`${url}/support`, ofSupport)).toBe(200);
        expect(await statusOf(`${url}/shop`, ofSupport)).toBe(401);
        expect(await statusOf(`${url}/support`, ofShop)).toBe(401);

        const services = app.get(Services);
        await expect(services.shop.verify(ofShop)).resolves.toMatchObject({ sub: 'user-1' });
        await expect(services.support.verify(ofSupport)).resolves.toMatchObject({ sub: 'user-1' });
        await expect(services.shop.verify(ofSupport)).rejects.toMatchObject({
          errorCode: 'token_invalid',
        });
        expect(services.shopKeys.keyId).toBe(first.keyId);
        expect(services.supportKeys.keyId).toBe(second.keyId);
      },
    );

    it('do not offer the default service when none of them is the default', async () => {
      @Injectable()
      class Wrong {
        constructor(readonly tokens: KindlyTokenService) {}
      }
      await expect(
        createApp(adapter, { imports: [kindly(first, { bot: 'support' })], providers: [Wrong] }),
      ).rejects.toThrow(/KindlyTokenService/);
    });
  });
  describe('an app that is closed', () => {
    it('can be started again from the same modules', async () => {
      const imports = [kindly(first)];
      const start = (): Promise<RunningApp> =>
        startApp(adapter, { imports, controllers: [WebhookController] });
      const earlier = await start();
      const token = await tokenFrom(earlier.url);
      await earlier.app.close();
      const again = await start();
      try {
        expect(await statusOf(`${again.url}/webhook`, token)).toBe(200);
        expect(await statusOf(`${again.url}/webhook`, await tokenFrom(again.url))).toBe(200);
      } finally {
        await again.app.close();
      }
    });

    it('leaves nothing in the registry of passport', async () => {
      const before = registeredStrategies();
      const { app } = await startApp(adapter, { imports: [kindly(first)] });
      expect(registeredStrategies()).toHaveLength(before.length + 1);
      await app.close();
      expect(registeredStrategies()).toEqual(before);
    });

    it('still serves what has reached it', async () => {
      const events = new EventEmitter();
      // Comes before our guard, and holds a request up until all modules are told to end.
      class Holding implements CanActivate, BeforeApplicationShutdown {
        async canActivate() {
          const resumed = once(events, 'resume');
          events.emit('held');
          await resumed;
          return true;
        }
        beforeApplicationShutdown() {
          events.emit('resume');
        }
      }
      const { app, url } = await startApp(adapter, {
        imports: [kindly(first)],
        controllers: [WebhookController],
        providers: [{ provide: APP_GUARD, useClass: Holding }],
      });
      const token = mint({}, { key: 'first' });
      const held = once(events, 'held');
      const inFlight = statusOf(`${url}/webhook`, token);
      await held;
      const closed = app.close();
      expect(await inFlight).toBe(200);
      await closed;
    });
  });
});
