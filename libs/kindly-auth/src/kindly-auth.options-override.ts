import type { InjectionToken, Provider } from '@nestjs/common';
import { DEFAULT_BOT } from './keys/default-bot.js';
import { OPTION_NAMES } from './kindly-auth.names-check.js';
import type { KindlyAuthModuleOptions } from './kindly-auth.options.js';

/**
 * Says which options a test puts in the place of the app's own.
 *
 * @param options what `forRoot()` got, or what the factory of `forRootAsync()` made; not yet checked
 */
export type KindlyAuthOptionsOverride = (
  options: KindlyAuthModuleOptions,
) => Partial<KindlyAuthModuleOptions>;

/**
 * Token of the provider that a test overrides to give a bot other options, whatever they are made of.
 * Nothing provides a value for it in production. What it leaves is checked like any options.
 *
 * ```ts
 * Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(kindlyAuthOverrideToken())
 *   .useValue(() => ({ tokenLifetime: 60 }))
 * ```
 *
 * `nestjs-kindly-auth/testing` does it for you, with keys and secrets of its own.
 *
 * @param bot the extra `bot` of its module. Default: the bot without a name
 */
export function kindlyAuthOverrideToken(bot: string = DEFAULT_BOT): InjectionToken {
  return `KindlyAuthOptionsOverride(${bot})`;
}

/** Until a test overrides it, nothing is overridden. */
export function overrideProvider(bot: string): Provider {
  return { provide: kindlyAuthOverrideToken(bot), useFactory: () => undefined };
}

/**
 * The options with those of a test in their place. They are read one by one, because they may be an
 * instance of a class: getters and methods of its prototype count.
 */
export function overridden(
  options: KindlyAuthModuleOptions,
  override: KindlyAuthOptionsOverride | undefined,
): KindlyAuthModuleOptions {
  if (override === undefined) return options;
  const own = override(options);
  const names = ([...OPTION_NAMES] as (keyof KindlyAuthModuleOptions)[]).filter(
    (name) => name in own || name in options,
  );
  const all = names.map((name) => [name, (name in own ? own : options)[name]] as const);
  const resolver = own.resolveUser ? own : options;
  return {
    ...(Object.fromEntries(all) as unknown as KindlyAuthModuleOptions),
    ...(resolver.resolveUser && { resolveUser: (request) => resolver.resolveUser?.(request) }),
  };
}
