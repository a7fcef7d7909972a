import { Injectable, Module } from '@nestjs/common';
import {
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  type KindlyAuthOptionsFactory,
} from 'nestjs-kindly-auth';
import { describe, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { type AppSettings, withApp } from '../support/running-app.js';
import { expectLoop, options, WebhookController } from '../support/kindly-module.js';

const pair = await keyPair();

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
