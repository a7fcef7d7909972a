/** What is tried in the consumers, and what was found. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDependencies, nodeIn } from '../nodes.mjs';
import { CONSUMERS, install, versionIn } from './consumers.mjs';
import { runTests } from './runners.mjs';

const ADAPTERS = ['express', 'fastify'];
/** The oldest that is supported, and the newest of each line that is. */
const NODES = ['20.19.0', '20', '22', '24', '26'];
const TYPESCRIPTS = ['5.9', '6', '7'];
const RESOLUTIONS = ['nodenext', 'bundler'];
/** What the loop is compiled with, where TypeScript is not the question. */
const RUNNABLE = { typescript: '6', resolution: 'nodenext' };

const TOOLS = 'tools';

function product(...lists) {
  return lists.reduce(
    (rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])),
    [[]],
  );
}

const RUNS = [
  ...product(['nest11', 'nest12'], NODES, ADAPTERS),
  ...product(['pnpm'], ['24'], ADAPTERS),
].map(([consumer, node, adapter]) => ({ kind: 'run', consumer, node, adapter }));

const COMPILES = product(['nest11', 'nest12', 'pnpm'], TYPESCRIPTS, RESOLUTIONS).map(
  ([consumer, typescript, resolution]) => ({ kind: 'compile', consumer, typescript, resolution }),
);

const TESTS = [
  { kind: 'test', consumer: 'nest11', node: '20', runner: 'jest' },
  { kind: 'test', consumer: 'nest11', node: '26', runner: 'jest' },
  { kind: 'test', consumer: 'nest12', node: '24', runner: 'jest' },
  { kind: 'test', consumer: 'nest12', node: '22', runner: 'vitest' },
];

export const ALL = [...COMPILES, ...RUNS, ...TESTS];

/** Each version once, and no more of the rest than that takes: for every change. */
export const DIAGONAL = [
  { kind: 'compile', consumer: 'nest11', typescript: '5.9', resolution: 'nodenext' },
  { kind: 'compile', consumer: 'nest12', typescript: '7', resolution: 'bundler' },
  { kind: 'compile', consumer: 'pnpm', typescript: '6', resolution: 'nodenext' },
  { kind: 'run', consumer: 'nest11', node: '20.19.0', adapter: 'express' },
  { kind: 'run', consumer: 'nest11', node: '26', adapter: 'fastify' },
  { kind: 'run', consumer: 'nest12', node: '22', adapter: 'fastify' },
  { kind: 'run', consumer: 'pnpm', node: '24', adapter: 'express' },
  ...TESTS,
];

/** Installs the versions of Node and of TypeScript that these cells want, and no others. */
export function installTools(folder, cells) {
  const nodes = new Set(cells.flatMap(({ node }) => node ?? []));
  const typescripts = new Set([
    RUNNABLE.typescript,
    ...cells.flatMap(({ typescript }) => typescript ?? []),
  ]);
  const aliases = [...typescripts].map((one) => [`typescript-${one}`, `npm:typescript@${one}`]);
  const dependencies = { ...nodeDependencies([...nodes]), ...Object.fromEntries(aliases) };
  install(join(folder, TOOLS), { dependencies });
}

function tscArguments(folder, target, { typescript, resolution }) {
  const outDir = `dist-${typescript}-${resolution}`;
  const compilerOptions = {
    module: resolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution: resolution,
    target: 'es2023',
    types: ['node'],
    strict: true,
    isolatedModules: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    // The package's own types are to be checked, too.
    skipLibCheck: false,
    rootDir: 'src',
    outDir,
  };
  const config = join(target, `tsconfig.${outDir}.json`);
  const files = ['src/loop.ts', 'src/app.spec.ts'];
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const tsc = join(folder, TOOLS, 'node_modules', `typescript-${typescript}`, 'bin/tsc');
  return { outDir: join(target, outDir), args: [tsc, '-p', config] };
}

/** What was compiled already, by the folder that it went to. */
const COMPILED = new Map();

function compile(folder, target, wanted) {
  const { outDir, args } = tscArguments(folder, target, wanted);
  const compiled = COMPILED.get(outDir) ?? spawnSync(process.execPath, args, { encoding: 'utf8' });
  COMPILED.set(outDir, compiled);
  return { outDir, ...compiled };
}

function run(folder, target, { node, adapter }) {
  const { outDir, ...compiled } = compile(folder, target, RUNNABLE);
  // The compiler writes its JavaScript, and it may run, whatever is wrong with the types.
  if (compiled.status !== 0) return compiled;
  const args = [join(outDir, 'loop.js'), adapter];
  return spawnSync(nodeIn(join(folder, TOOLS), node), args, { encoding: 'utf8' });
}

function test(folder, target, { consumer, node, runner }) {
  const { type } = CONSUMERS[consumer];
  return runTests(target, nodeIn(join(folder, TOOLS), node), { runner, type, node });
}

const KINDS = { compile, run, test };

/** The exact versions that stand behind a cell's. */
function versionsOf(folder, target, { node, typescript, runner }) {
  const tools = join(folder, TOOLS);
  return {
    nest: versionIn(target, '@nestjs/core'),
    ...(node && {
      node: execFileSync(nodeIn(tools, node), ['--version'], { encoding: 'utf8' }).trim().slice(1),
    }),
    ...(typescript && { typescript: versionIn(tools, `typescript-${typescript}`) }),
    ...(runner && { runnerVersion: versionIn(target, runner) }),
  };
}

/** @returns what was tried, with exact versions, and `passed`; `output` when it did not */
export function tryCell(folder, cell) {
  const target = join(folder, cell.consumer);
  const { type, manager } = CONSUMERS[cell.consumer];
  const { status, stdout, stderr } = KINDS[cell.kind](folder, target, cell);
  const passed = status === 0;
  const { consumer: _, ...what } = cell;
  return {
    ...what,
    type,
    manager,
    ...versionsOf(folder, target, cell),
    passed,
    ...(!passed && { output: `${stdout}${stderr}` }),
  };
}
