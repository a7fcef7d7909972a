import { join } from 'node:path';
import { HostTree } from '@angular-devkit/schematics';
import { SchematicTestRunner, UnitTestTree } from '@angular-devkit/schematics/testing';

const COLLECTION = join(
  import.meta.dirname,
  '../../dist/nestjs-kindly-auth/schematics/collection.json',
);

/** The files of an app, by their paths; `null` for one that it does not have. */
export type AppFiles = Readonly<Record<string, string | null>>;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** What of a new app's files the schematic looks at. */
export function newApp(nest: 11 | 12): Readonly<Record<string, string>> {
  const js = nest === 12 ? '.js' : '';
  const jest = { rootDir: 'src', transform: { '^.+\\.(t|j)s$': 'ts-jest' } };
  return {
    'package.json': json({
      name: 'my-shop',
      ...(nest === 12 && { type: 'module' }),
      dependencies: { '@nestjs/common': `^${nest}.0.1`, '@nestjs/core': `^${nest}.0.1` },
      devDependencies: {
        '@nestjs/testing': `^${nest}.0.1`,
        ...(nest === 12 ? { vitest: '^4.1.2' } : { jest: '^30.0.0' }),
      },
      ...(nest === 11 && { jest }),
    }),
    'nest-cli.json': json({ sourceRoot: 'src' }),
    ...(nest === 11 && { 'test/jest-e2e.json': json({ rootDir: '.', transform: jest.transform }) }),
    '.gitignore': '/dist\n/node_modules\n.env\n',
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module${js}';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
`,
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { AppController } from './app.controller${js}';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`,
  };
}

/** What a run of `nest add` leaves. */
export interface NestAddRun {
  readonly tree: UnitTestTree;
  /** What is to be done when the files are written: names of tasks. */
  readonly tasks: readonly string[];
  readonly log: readonly string[];
  /** What is said to be done by hand. */
  readonly byHand: readonly string[];
  /** Whether the schematic that makes the secrets is told that there was no `.env`. */
  readonly isEnvNew: boolean | undefined;
}

/** An app in memory with these files. */
export function treeOf(files: AppFiles): HostTree {
  const tree = new HostTree();
  for (const [path, text] of Object.entries(files)) if (text !== null) tree.create(path, text);
  return tree;
}

/** Runs the built schematic as `nest add` would, but for the tasks, which are only noted. */
export async function nestAdd(
  files: AppFiles | UnitTestTree,
  flags: Readonly<Record<string, unknown>> = {},
): Promise<NestAddRun> {
  const runner = new SchematicTestRunner('nestjs-kindly-auth', COLLECTION);
  const log: string[] = [];
  runner.logger.subscribe(({ message }) => log.push(message));
  const before = files instanceof UnitTestTree ? files : treeOf(files);
  const tree = await runner.runSchematic('nest-add', { sourceRoot: 'src', ...flags }, before);
  const steps = runner.tasks.find(({ name }) => name === 'run-schematic')?.options as
    { readonly options: Pick<NestAddRun, 'byHand' | 'isEnvNew'> } | undefined;
  return {
    tree,
    tasks: runner.tasks.map(({ name }) => name),
    log,
    byHand: steps?.options.byHand ?? [],
    isEnvNew: steps?.options.isEnvNew,
  };
}

/** All files of an app with their texts. */
export function contentOf(tree: UnitTestTree): Readonly<Record<string, string>> {
  return Object.fromEntries(tree.files.map((path) => [path.slice(1), tree.readContent(path)]));
}
