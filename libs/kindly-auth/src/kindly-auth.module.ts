import { type DynamicModule, Module } from '@nestjs/common';
import type { KindlyClaims } from './claims/kindly-claims.js';
import { KindlyAuthCoreModule } from './kindly-auth-core.module.js';
import { asyncSource, defineModule, staticSource } from './kindly-auth.module-definition.js';
import type {
  KindlyAuthModuleAsyncOptions,
  KindlyAuthModuleExtras,
  KindlyAuthModuleOptions,
  KindlyInjectable,
} from './kindly-auth.options.js';

/**
 * Connects the signed-in users of an app to a Kindly bot: the token endpoint, the services behind it,
 * and all that `@KindlyWebhook()` needs. Import it once for each bot.
 */
@Module({})
export class KindlyAuthModule {
  /**
   * Configures a bot with options that are known where the module is declared.
   *
   * ```ts
   * KindlyAuthModule.forRoot({
   *   issuer: 'https://shop.example.com',
   *   privateKey: readFileSync('private.pem'),
   *   webhookDomains: ['shop.example.com'],
   *   resolveUser: (request: Request) => request.user && { sub: String(request.user.id) },
   * });
   * ```
   *
   * The app does not start when an option cannot work (`KindlyAuthOptionsError`).
   */
  static forRoot<C extends KindlyClaims = KindlyClaims>(
    options: KindlyAuthModuleOptions<C> & KindlyAuthModuleExtras<C>,
  ): DynamicModule {
    return compose(defineModule(staticSource(options as KindlyAuthModuleOptions), options));
  }

  /**
   * Configures a bot with options that are made when the app starts, by `useFactory`, `useClass` or
   * `useExisting`. The extras stand beside them.
   *
   * ```ts
   * KindlyAuthModule.forRootAsync({
   *   imports: [ConfigModule],
   *   inject: [ConfigService],
   *   useFactory: (config) => ({
   *     issuer: config.getOrThrow('KINDLY_ISSUER'),
   *     privateKey: config.getOrThrow('KINDLY_PRIVATE_KEY'),
   *   }),
   *   userResolver: SessionUserResolver,
   * });
   * ```
   *
   * The app does not start when an option cannot work (`KindlyAuthOptionsError`).
   */
  static forRootAsync<
    C extends KindlyClaims = KindlyClaims,
    const I extends readonly KindlyInjectable[] = readonly [],
  >(options: KindlyAuthModuleAsyncOptions<C, I>): DynamicModule {
    return compose(defineModule(asyncSource(options as KindlyAuthModuleAsyncOptions), options));
  }
}

function compose(definition: ReturnType<typeof defineModule>): DynamicModule {
  return {
    module: KindlyAuthModule,
    ...definition,
    imports: [KindlyAuthCoreModule, ...definition.imports],
  };
}
