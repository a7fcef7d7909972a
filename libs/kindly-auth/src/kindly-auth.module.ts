import { type DynamicModule, Inject, Module, Optional } from '@nestjs/common';
import type { KindlyClaims } from './claims/kindly-claims.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import { KindlyAuthCoreModule } from './kindly-auth-core.module.js';
import { BOT, defineModule } from './kindly-auth.module-definition.js';
import { asyncSource, staticSource } from './kindly-auth.options-source.js';
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
  /** @throws KindlyAuthOptionsError when the class was imported as it is */
  constructor(@Optional() @Inject(BOT) bot?: string) {
    if (bot !== undefined) return;
    throw new KindlyAuthOptionsError(
      'issuer',
      'required',
      'is required, and KindlyAuthModule was imported without options. Import KindlyAuthModule.forRoot({ … }) or .forRootAsync({ … }).',
    );
  }

  /**
   * Configures a bot with options that are known where the module is declared.
   *
   * ```ts
   * KindlyAuthModule.forRoot({
   *   issuer: 'https://shop.example.com',
   *   privateKey: readFileSync('private.pem'),
   *   webhookDomains: ['shop.example.com'],
   *   resolveUser: (request: Request & { user?: { id: number } }) =>
   *     request.user && { sub: String(request.user.id) },
   * });
   * ```
   *
   * The app does not start when an option cannot work (`KindlyAuthOptionsError`).
   */
  static forRoot<C extends KindlyClaims = KindlyClaims>(
    options: KindlyAuthModuleOptions<C> & KindlyAuthModuleExtras<C>,
  ): DynamicModule {
    return declare(() => defineModule(staticSource(options as KindlyAuthModuleOptions), options));
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
  >(options: KindlyAuthModuleAsyncOptions<C, I>): DynamicModule;
  /** With the claims class as type argument, the factory writes the types of its parameters. */
  // Without a type argument it is out of the question, so that it loosens nothing.
  static forRootAsync<C extends KindlyClaims = never>(
    options: [C] extends [never] ? never : KindlyAuthModuleAsyncOptions<NoInfer<C>>,
  ): DynamicModule;
  static forRootAsync(options: KindlyAuthModuleAsyncOptions): DynamicModule {
    return declare(() => defineModule(asyncSource(options), options));
  }
}

/** What is wrong with a declaration is said when the app starts, not when its file is imported. */
function declare(define: () => ReturnType<typeof defineModule>): DynamicModule {
  try {
    const definition = define();
    return {
      module: KindlyAuthModule,
      ...definition,
      imports: [KindlyAuthCoreModule, ...definition.imports],
    };
  } catch (error) {
    const fail = (): never => {
      throw error;
    };
    return { module: KindlyAuthModule, providers: [{ provide: BOT, useFactory: fail }] };
  }
}
