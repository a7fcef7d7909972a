import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Module,
  VersioningType,
} from '@nestjs/common';
import {
  type KindlyAuthFactoryOptions,
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  type KindlyAuthOptionsFactory,
  type KindlyHttpRequest,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { send } from '../support/http.js';
import { type AppSettings, createApp, withApp } from '../support/running-app.js';
import {
  ask,
  expectLoop,
  IDENTITY,
  json,
  JSON_TYPE,
  options,
  WebhookController,
} from '../support/kindly-module.js';

const pair = keyPair();

function makeOptions(): KindlyAuthFactoryOptions {
  return { issuer: ISSUER, privateKey: pair.privateKey, resolveUser: () => IDENTITY };
}

describe.each(ADAPTERS)('KindlyAuthModule on $name', (adapter) => {
  @Injectable()
  class Config {
    readonly issuer = ISSUER;
    get privateKey(): string {
      return pair.privateKey;
    }
  }
  @Module({
    providers: [Config, { provide: 'NAME', useValue: 'user-1' }],
    exports: [Config, 'NAME'],
  })
  class ConfigModule {}

  @Injectable()
  class OptionsFactory implements KindlyAuthOptionsFactory {
    constructor(private readonly config: Config) {}
    createKindlyAuthOptions(): KindlyAuthModuleOptions {
      const { issuer, privateKey } = this.config;
      return { issuer, privateKey, resolveUser: () => ({ sub: 'user-1' }) };
    }
  }
  @Module({ imports: [ConfigModule], providers: [OptionsFactory], exports: [OptionsFactory] })
  class FactoryModule {}

  describe.each<[string, () => AppSettings['imports']]>([
    ['forRoot', () => [KindlyAuthModule.forRoot(options())]],
    [
      'forRootAsync with useFactory',
      () => [
        KindlyAuthModule.forRootAsync({
          imports: [ConfigModule],
          inject: [Config, 'NAME', { token: 'ABSENT', optional: true }],
          useFactory: async (config, name: string, absent) => {
            await Promise.resolve();
            const { issuer, privateKey } = config;
            return { issuer, privateKey, resolveUser: () => (absent ? null : { sub: name }) };
          },
        }),
      ],
    ],
    [
      'forRootAsync with useClass',
      () => [KindlyAuthModule.forRootAsync({ imports: [ConfigModule], useClass: OptionsFactory })],
    ],
    [
      'forRootAsync with useExisting',
      () => [
        KindlyAuthModule.forRootAsync({ imports: [FactoryModule], useExisting: OptionsFactory }),
      ],
    ],
  ])('%s', (_name, imports) => {
    it('goes the whole loop', async () => {
      const { url } = await withApp(adapter, {
        imports: imports() ?? [],
        controllers: [WebhookController],
      });
      await expectLoop(url);
    });
  });

  it('forRootAsync takes the extras beside the factory', async () => {
    class Closed implements CanActivate {
      canActivate(context: ExecutionContext) {
        const { headers } = context.switchToHttp().getRequest<KindlyHttpRequest>();
        return headers['x-open'] !== undefined;
      }
    }
    const decorated: string[] = [];
    const { url } = await withApp(adapter, {
      imports: [
        KindlyAuthModule.forRootAsync({
          useFactory: makeOptions,
          bot: 'support',
          path: 'tokens',
          guards: [Closed],
          decorators: [(target) => void decorated.push(target.name)],
        }),
        KindlyAuthModule.forRootAsync({
          useFactory: () => ({ issuer: ISSUER, publicKey: pair.publicKey }),
          controller: false,
        }),
      ],
      configure: (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' });
      },
    });
    expect(await ask(url, '/api/v2/tokens')).toMatchObject({ status: 403 });
    const open = await send(`${url}/api/v2/tokens`, {
      ...json({ chatId: 'chat-1' }),
      headers: [...JSON_TYPE, 'X-Open', '1'],
    });
    expect(open).toMatchObject({ status: 200 });
    expect(decorated).toEqual(['KindlyTokenController_support']);
    expect(await ask(url, '/api/v2/kindly/token')).toMatchObject({ status: 404 });
  });

  it('isGlobal: false keeps the services at home, and guards find their bot all the same', async () => {
    @Module({ controllers: [WebhookController] })
    class WebhooksModule {}
    const { url } = await withApp(adapter, {
      imports: [
        WebhooksModule,
        KindlyAuthModule.forRootAsync({ useFactory: makeOptions, isGlobal: false }),
      ],
    });
    await expectLoop(url);
    @Injectable()
    class Consumer {
      constructor(readonly tokens: KindlyTokenService) {}
    }
    @Module({ providers: [Consumer] })
    class ElsewhereModule {}
    await expect(
      createApp(adapter, {
        imports: [
          ElsewhereModule,
          KindlyAuthModule.forRootAsync({ useFactory: makeOptions, isGlobal: false }),
        ],
      }),
    ).rejects.toThrow(/KindlyTokenService/);
  });

  it('takes options that are an instance of a class, with getters and methods', async () => {
    class Settings {
      readonly issuer = ISSUER;
      readonly #user = { sub: 'user-1' };
      readonly unrelated = 'not an option';
      get privateKey(): string {
        return pair.privateKey;
      }
      resolveUser() {
        return this.#user;
      }
    }
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRootAsync({ useFactory: () => new Settings() })],
      controllers: [WebhookController],
    });
    await expectLoop(url);
  });
});
