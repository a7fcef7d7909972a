import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const INSTALLED = join(ROOT, 'node_modules');

/** Without it packages would be looked for where they really are, beside all others. */
const IN_PLACE = ['--preserve-symlinks', '--preserve-symlinks-main'];

function packagesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@')
      ? readdirSync(join(folder, name)).map((scoped) => `${name}/${scoped}`)
      : [name];
  });
}

/**
 * An app in a folder of its own, which has the packages of the repository installed, ours as it is
 * published, and none that is left out.
 */
export class InstalledApp {
  readonly folder = mkdtempSync(join(tmpdir(), 'kindly-installed-'));

  constructor(type: 'module' | 'commonjs', sources: readonly string[]) {
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ type }));
    for (const name of packagesIn(INSTALLED)) this.link(name, join(INSTALLED, name));
    this.link('nestjs-kindly-auth', join(ROOT, 'dist/nestjs-kindly-auth'));
    for (const source of sources) {
      writeFileSync(join(this.folder, basename(source)), readFileSync(join(ROOT, source)));
    }
  }

  /** Puts a package of these files in place of the one that is installed; without files, none. */
  replace(name: string, files?: Readonly<Record<string, string>>): void {
    const place = join(this.folder, 'node_modules', name);
    rmSync(place, { recursive: true, force: true });
    if (!files) return;
    mkdirSync(place);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  }

  /**
   * @param plugin a transformer of the compiler's
   * @returns what the compiler has to say against the sources
   */
  compile(
    plugin?: (program: ts.Program) => ts.TransformerFactory<ts.SourceFile>,
  ): readonly string[] {
    const sources = readdirSync(this.folder).filter((name) => name.endsWith('.ts'));
    const program = ts.createProgram(
      sources.map((name) => join(this.folder, name)),
      {
        module: ts.ModuleKind.NodeNext,
        target: ts.ScriptTarget.ES2023,
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        preserveSymlinks: true,
        skipLibCheck: true,
        types: ['node'],
      },
    );
    const before = plugin ? [plugin(program)] : [];
    program.emit(undefined, undefined, undefined, false, { before });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }

  /** @returns what a compiled file prints when it is run */
  async run(file: string): Promise<string> {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [...IN_PLACE, join(this.folder, file)]);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private link(name: string, target: string): void {
    const place = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { recursive: true, force: true });
    symlinkSync(target, place, 'junction');
  }
}
