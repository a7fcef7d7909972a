import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type ts from 'typescript';
import { createCallOf } from './edit-main.js';
import { importOfName } from './imports.js';
import { parse, type TypeScript } from './source-text.js';

/** The parts of a package.json that matter here. */
export interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** An app that the library can be added to. Paths are those of the tree, without a leading slash. */
export interface App {
  readonly manifest: Manifest;
  /** Major version of NestJS. */
  readonly nest: 11 | 12;
  readonly sourceRoot: string;
  readonly main: string;
  readonly module: string;
  /** Under what name that file exports the class; nothing when main.ts makes the module in another way. */
  readonly moduleClass: string | undefined;
  /** What the app's own imports of files end in: `''`, `'.js'` or `'.ts'`. */
  readonly extension: string;
}

interface Project {
  readonly sourceRoot?: string;
  readonly entryFile?: string;
}

interface Workspace extends Project {
  readonly projects?: Readonly<Record<string, Project>>;
}

const BY_HAND = 'docs/nest-add.md of nestjs-kindly-auth says how to do it by hand.';

/** @throws Error when the file is there and no JSON */
export function readJson(tree: Tree, path: string): unknown {
  const text = tree.read(path)?.toString('utf8');
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`${path} is no JSON.`);
  }
}

/** All packages that a manifest asks for. */
export function dependenciesOf({
  dependencies,
  devDependencies,
}: Manifest): Readonly<Record<string, string>> {
  return { ...devDependencies, ...dependencies };
}

function nestOf(tree: Tree, manifest: Manifest): App['nest'] {
  const name = '@nestjs/core';
  const wanted = dependenciesOf(manifest)[name];
  if (wanted === undefined) throw new Error(`package.json has no ${name}: this is no NestJS app.`);
  // "workspace:*", "catalog:" and "latest" say nothing: then what is installed counts.
  const installed = readJson(tree, `node_modules/${name}/package.json`) as
    { readonly version: string } | undefined;
  const major = Number(/\d+/.exec(wanted)?.[0] ?? installed?.version.split('.')[0]);
  if (major === 11 || major === 12) return major;
  throw new Error(`package.json asks for ${name} ${wanted}; NestJS 11 or 12 is needed.`);
}

function mainOf(tree: Tree, sourceRoot: string): string {
  const workspace = readJson(tree, 'nest-cli.json') as Workspace | undefined;
  const project = [...Object.values(workspace?.projects ?? {}), workspace].find(
    (one) => one?.sourceRoot === sourceRoot,
  );
  const path = posix.join(sourceRoot, project?.entryFile ?? 'main');
  if (tree.exists(`${path}.ts`)) return `${path}.ts`;
  throw new Error(
    tree.exists(`${path}.js`)
      ? `${path}.js is JavaScript, and this writes TypeScript. ${BY_HAND}`
      : `There is no ${path}.ts. In a monorepo, name an application: --project shop`,
  );
}

/** The class that is given to NestFactory: where main.ts has it from, and what it is called there. */
function rootOf(
  typescript: TypeScript,
  file: ts.SourceFile,
): { readonly name: string | undefined; readonly from: string } {
  const [root] = createCallOf(typescript, file)?.arguments ?? [];
  const imported = root && importOfName(typescript, file, root.getText());
  if (imported?.from.startsWith('.')) return imported;
  return { name: root?.getText(), from: './app.module' };
}

/** The file of the module that is given to NestFactory, and how main.ts imports it. */
function moduleOf(
  typescript: TypeScript,
  tree: Tree,
  main: string,
): Pick<App, 'module' | 'moduleClass' | 'extension'> {
  const file = parse(typescript, main, tree.readText(main));
  const { name: moduleClass, from } = rootOf(typescript, file);
  const [, stem = from, extension = ''] = /^(.*?)(\.[jt]s)?$/.exec(from) ?? [];
  const module = `${posix.join(posix.dirname(main), stem)}.ts`;
  if (tree.exists(module)) return { module, moduleClass, extension };
  throw new Error(`${main} gives no module to NestFactory.create that is in a file. ${BY_HAND}`);
}

/**
 * Finds the app.
 *
 * @throws Error when it is none that the library can be added to, and why
 */
export function findApp(typescript: TypeScript, tree: Tree, sourceRoot = 'src'): App {
  const manifest = readJson(tree, 'package.json') as Manifest | undefined;
  if (!manifest) throw new Error('There is no package.json here.');
  const nest = nestOf(tree, manifest);
  const main = mainOf(tree, posix.normalize(sourceRoot));
  return { manifest, nest, sourceRoot, main, ...moduleOf(typescript, tree, main) };
}
