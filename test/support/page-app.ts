import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Library from 'nestjs-kindly-auth';
import ts from 'typescript';
import { blocksOf, PAGES } from './markdown.js';

const ROOT = join(import.meta.dirname, '../..');
// In node_modules, so that Vitest leaves the files to Node, as they are in a user's app.
const APPS = join(ROOT, 'node_modules/.page-apps');
const UNNAMED = 'a sample that does not begin with the name of its file';

/** Stands in for React, whose types it has: the repository has no other use for it. */
export const PREACT = join(ROOT, 'node_modules/preact');

/** The settings that NestJS gives to a new app, with the DOM for those that run on a page. */
const COMPILER_OPTIONS = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  jsx: ts.JsxEmit.ReactJSX,
  strict: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  types: ['node'],
} as const satisfies ts.CompilerOptions;

/** A sample in TypeScript, under the name of the file that it begins with: `// app.module.ts`. */
export interface Sample {
  readonly page: string;
  readonly name: string;
  readonly code: string;
}

/** The samples of a page, in their order. */
export function samplesOf(page: string): readonly Sample[] {
  return ['ts', 'tsx']
    .flatMap((language) => blocksOf(language, page))
    .map((code) => ({ page, name: /^\/\/ (\S+\.tsx?)$/m.exec(code)?.[1] ?? UNNAMED, code }));
}

/** The samples of all pages. */
export const SAMPLES: readonly Sample[] = PAGES.flatMap(samplesOf);

function scriptOf(name: string): string {
  return name.replace(/\.tsx?$/, '.js');
}

/**
 * The samples of a page as the files of an app of its own, which has the built package installed.
 *
 * A page is one app: its samples may import each other, and those of another page may have the same names.
 */
export class PageApp {
  readonly folder: string;
  readonly samples: readonly Sample[];

  /** @param page its path, such as `docs/webhooks.md` */
  constructor(page: string) {
    this.samples = samplesOf(page);
    mkdirSync(APPS, { recursive: true });
    // Another test may have the same page in hand.
    this.folder = mkdtempSync(join(APPS, `${page.replaceAll(/\W+/g, '-')}-`));
    mkdirSync(join(this.folder, 'node_modules'));
    const installed = join(this.folder, 'node_modules/nestjs-kindly-auth');
    symlinkSync(join(ROOT, 'dist/nestjs-kindly-auth'), installed, 'junction');
    this.write('package.json', '{ "type": "module" }');
    this.write('package.js', "export * from 'nestjs-kindly-auth';");
    for (const { name, code } of this.samples) {
      this.write(name, code);
      this.write(scriptOf(name), transpile(name, code));
    }
  }

  /** What a sample exports. */
  async import(name: string): Promise<Record<string, unknown>> {
    const file = join(this.folder, scriptOf(name));
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  }

  /** The package as the samples see it: its classes are not those of our sources. */
  async package(): Promise<typeof Library> {
    return (await this.import('package.ts')) as unknown as typeof Library;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

/** Each file by itself, as `isolatedModules` promises: what its types are worth, the compiler says. */
function transpile(fileName: string, code: string): string {
  // Alone it has no package.json beside it that would make it a module.
  const compilerOptions = { ...COMPILER_OPTIONS, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { fileName, compilerOptions }).outputText;
}

/** What the compiler has to say against the samples of these apps. */
export function problemsOf(apps: readonly PageApp[]): readonly string[] {
  const files = apps.flatMap(({ folder, samples }) =>
    samples.map(({ name }) => join(folder, name)),
  );
  const program = ts.createProgram(files, {
    ...COMPILER_OPTIONS,
    noEmit: true,
    paths: {
      react: [join(PREACT, 'compat/src/index.d.ts')],
      'react/jsx-runtime': [join(PREACT, 'jsx-runtime/src/index.d.ts')],
    },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [
        relative(APPS, file?.fileName ?? APPS),
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ].join(': '),
    );
}
