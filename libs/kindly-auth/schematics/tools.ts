import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Prettier from 'prettier';
import type { TypeScript } from './source-text.js';

/** A package as it is seen from a place, if it can be seen from there. */
function loadFrom(place: string, name: string): unknown {
  try {
    return createRequire(place)(name) as unknown;
  } catch {
    return undefined;
  }
}

function isTypeScript(candidate: unknown): candidate is TypeScript {
  // TypeScript 7 has no compiler API under this name.
  return typeof (candidate as Partial<TypeScript> | undefined)?.createSourceFile === 'function';
}

/** Where a command line of NestJS keeps the TypeScript that it builds with. */
function placeOfCli(root: string): string {
  try {
    return createRequire(root).resolve('@nestjs/cli/package.json');
  } catch {
    return root;
  }
}

/**
 * The TypeScript of the app, or else of its `@nestjs/cli`, or of the `nest` that runs: the library has
 * none of its own, and an app that it is added to always has one.
 *
 * @param folder of the app
 * @throws Error when there is none with a compiler API
 */
export function loadTypeScript(folder: string): TypeScript {
  const root = join(folder, 'package.json');
  const places = [root, placeOfCli(root), process.argv[1] ?? root];
  const found = places.map((place) => loadFrom(place, 'typescript')).find(isTypeScript);
  if (found) return found;
  throw new Error(
    'No TypeScript with a compiler API can be found: npm install --save-dev @nestjs/cli',
  );
}

/** Formats a file as the app does. */
export type Format = (path: string, text: string) => Promise<string>;

/**
 * The app's own Prettier with its own settings, but for line ends, which are as the neighbours have
 * them; nothing is formatted where there is none.
 *
 * @param folder of the app
 */
export function loadFormat(folder: string): Format {
  const prettier = loadFrom(join(folder, 'package.json'), 'prettier') as
    Partial<typeof Prettier> | undefined;
  return async (path, text) => {
    if (!prettier?.format || !prettier.resolveConfig) return text;
    const filepath = join(folder, path);
    try {
      const settings = await prettier.resolveConfig(filepath, { editorconfig: true });
      return await prettier.format(text, { ...settings, filepath, endOfLine: 'auto' });
    } catch {
      // Settings that cannot be read, or a plugin that is missing: the code is right all the same.
      return text;
    }
  };
}
