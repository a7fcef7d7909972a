import type { FactoryProvider, InjectionToken, Provider } from '@nestjs/common';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import { ASYNC_NAMES, ASYNC_SOURCES, EXTRA_NAMES } from './kindly-auth.extras-check.js';
import { checkNames, OPTION_NAMES } from './kindly-auth.names-check.js';
import type {
  KindlyAuthModuleAsyncOptions,
  KindlyAuthModuleOptions,
  KindlyAuthOptionsFactory,
} from './kindly-auth.options.js';

type MakeOptions = (
  ...injected: never[]
) => KindlyAuthModuleOptions | Promise<KindlyAuthModuleOptions>;

/** Where the options come from, as a provider of theirs would say it. */
export interface OptionsSource {
  readonly inject: FactoryProvider['inject'];
  readonly make: MakeOptions;
  readonly providers: readonly Provider[];
}

/** What `useClass` builds. */
const OPTIONS_FACTORY = Symbol('nestjs-kindly-auth:options-factory');

/** When a factory runs, the extras are fixed: among what it makes they would do nothing. */
function withoutExtras(make: MakeOptions): MakeOptions {
  return async (...injected) => {
    const options = await make(...injected);
    checkNames(options, OPTION_NAMES);
    return options;
  };
}

/** @throws KindlyAuthOptionsError unless exactly one source is given, and nothing unknown */
export function asyncSource(options: KindlyAuthModuleAsyncOptions): OptionsSource {
  checkNames(options, ASYNC_NAMES, EXTRA_NAMES);
  const { inject = [], useClass, useExisting } = options;
  const given = ASYNC_SOURCES.filter((name) => options[name] !== undefined);
  if (given.length !== 1) {
    throw new KindlyAuthOptionsError(
      'useFactory',
      given.length === 0 ? 'required' : 'conflict',
      'is one of three places that forRootAsync() can get its options from. Give exactly one of "useFactory", "useClass" and "useExisting".',
    );
  }
  if (options.useFactory) {
    const make = withoutExtras(options.useFactory.bind(options));
    return { inject: [...inject], make, providers: [] };
  }
  const make = withoutExtras((factory: KindlyAuthOptionsFactory) =>
    factory.createKindlyAuthOptions(),
  );
  return useClass
    ? { inject: [OPTIONS_FACTORY], make, providers: [{ provide: OPTIONS_FACTORY, useClass }] }
    : { inject: [useExisting as InjectionToken], make, providers: [] };
}

/**
 * The options that stand in the module's own declaration, with the extras among them.
 *
 * @throws KindlyAuthOptionsError `unknown`
 */
export function staticSource(options: KindlyAuthModuleOptions): OptionsSource {
  checkNames(options, OPTION_NAMES, EXTRA_NAMES);
  return { inject: [], make: () => options, providers: [] };
}
