import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Library from 'nestjs-kindly-auth';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** The fenced blocks of a language, in their order. */
export function blocksOf(language: string, page = 'README.md'): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(fence)].map(([, code = '']) => code);
}

/** The TypeScript blocks of README and runbook by the names of the files that they begin with. */
export function filesOf(): ReadonlyMap<string, string> {
  const blocks = [...blocksOf('ts'), ...blocksOf('ts', 'docs/key-rotation.md')];
  return new Map(
    blocks.map((code) => [/^\/\/ (\S+\.ts)$/m.exec(code)?.[1] ?? 'without a name', code]),
  );
}

/**
 * The README's files in an app of their own, which has the built package installed, and that of
 * NestJS' own settings for TypeScript.
 */
export class ReadmeApp {
  // In node_modules, so that Vitest leaves the files to Node, as they are in a user's app.
  readonly folder = join(ROOT, 'node_modules/.readme-app');

  constructor() {
    this.remove();
    mkdirSync(join(this.folder, 'node_modules'), { recursive: true });
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(this.folder, 'package.js'), "export * from 'nestjs-kindly-auth';");
    const installed = join(this.folder, 'node_modules/nestjs-kindly-auth');
    symlinkSync(join(ROOT, 'dist/nestjs-kindly-auth'), installed, 'junction');
    for (const [name, code] of filesOf()) writeFileSync(join(this.folder, name), code);
  }

  /** @returns what the compiler has to say against the files */
  compile(): readonly string[] {
    const names = [...filesOf().keys()].map((name) => join(this.folder, name));
    const program = ts.createProgram(names, {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      exactOptionalPropertyTypes: true,
      isolatedModules: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      types: ['node'],
    });
    const { diagnostics } = program.emit();
    return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ file, messageText }) =>
      [file?.fileName, ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    );
  }

  /** What a compiled file exports. */
  async import(name: string): Promise<Record<string, unknown>> {
    const file = join(this.folder, name.replace(/\.ts$/, '.js'));
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  }

  /** The package as the files see it: its classes are not those of our sources. */
  async package(): Promise<typeof Library> {
    return (await this.import('package.js')) as unknown as typeof Library;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
