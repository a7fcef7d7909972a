import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import type {
  KindlyAuthModuleAsyncOptions,
  KindlyAuthModuleExtras,
} from './kindly-auth.options.js';

/** What may stand beside the options where the module is declared. */
export const EXTRA_NAMES: ReadonlySet<string> = new Set<keyof KindlyAuthModuleExtras>([
  'bot',
  'path',
  'controller',
  'imports',
  'guards',
  'decorators',
  'userResolver',
  'isGlobal',
]);
/** Where `forRootAsync()` gets its options from: one of them. */
export const ASYNC_SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;
/** What may stand in the declaration of `forRootAsync()`. */
export const ASYNC_NAMES: ReadonlySet<string> = new Set<keyof KindlyAuthModuleAsyncOptions>([
  ...ASYNC_SOURCES,
  'inject',
]);

function isList(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** An arrow function is none: NestJS would fail on it with an error that names no option. */
function isClass(value: unknown): boolean {
  try {
    // Builds an Object; the value only says of what kind, and is not called.
    Reflect.construct(Object, [], value as new () => unknown);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A class, a dynamic module, what becomes one, or a forward reference. */
function isModule(value: unknown): boolean {
  if (!isObject(value)) return isClass(value);
  return value instanceof Promise || 'module' in value || 'forwardRef' in value;
}

function isGuard(value: unknown): boolean {
  return isObject(value) ? 'canActivate' in value && isFunction(value.canActivate) : isClass(value);
}

/**
 * A path that every router reads alike: names, and parameters as `:name`. What else means something to
 * one of them (`*`, `(`, `{`, …) is an error of the router's, or a route that answers elsewhere.
 */
function isPlainPath(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const segments = value.split('/').filter((segment) => segment !== '');
  return (
    segments.length > 0 && segments.every((segment) => /^(?::[a-z]\w*|[\w.~-]+)$/i.test(segment))
  );
}

/** What each extra must be, and how that is said. */
const RULES: Readonly<
  Record<keyof KindlyAuthModuleExtras, readonly [(value: unknown) => boolean, string]>
> = {
  bot: [
    (value) => typeof value === 'string' && /^[\w-]+$/.test(value),
    'must be a name of letters, digits, "_" and "-": it is part of a path.',
  ],
  path: [
    isPlainPath,
    'must be the path of the token endpoint, such as "kindly/token": letters, digits, "-", ".", "_" and "~", and parameters such as ":shop".',
  ],
  controller: [
    (value) => value === false,
    'can only be false. Leave it out to have the token endpoint.',
  ],
  imports: [(value) => isList(value, isModule), 'must be a list of modules.'],
  guards: [
    (value) => isList(value, isGuard),
    'must be a list of guards: classes, or objects with a method canActivate(context).',
  ],
  decorators: [
    (value) => isList(value, isFunction),
    'must be a list of class decorators, such as SkipThrottle().',
  ],
  userResolver: [isClass, 'must be a class with a method resolve(request), not an instance.'],
  isGlobal: [(value) => typeof value === 'boolean', 'must be true or false.'],
};

/**
 * Checks what is fixed where the module is declared.
 *
 * @throws KindlyAuthOptionsError `invalid`
 */
export function checkExtras(extras: KindlyAuthModuleExtras): void {
  for (const name of Object.keys(RULES) as (keyof KindlyAuthModuleExtras)[]) {
    const [isGood, problem] = RULES[name];
    if (extras[name] === undefined || isGood(extras[name])) continue;
    throw new KindlyAuthOptionsError(name, 'invalid', problem);
  }
}
