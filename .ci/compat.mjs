/**
 * Runs the library's tests with other versions of NestJS and Node than the repository's own.
 *
 *   node .ci/compat.mjs                       a diagonal of what is supported
 *   node .ci/compat.mjs --nest 11 --node 26   one cell
 *
 * Each cell is installed in a temporary folder.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeDependencies, nodeIn } from './nodes.mjs';

const ROOT = join(import.meta.dirname, '..');
const DIAGONAL = [
  // The oldest of everything that is supported: each peer's first version.
  { nest: '11', node: '20.19.0', oldest: true },
  { nest: '12', node: '24' },
  { nest: '11', node: '26' },
];
/** What the sample, the README and the package are about, and not the library's behaviour. */
const NOT_THE_LIBRARY = [
  'test/sample/**',
  'test/client/**',
  'test/emulator/**',
  'test/pages/**',
  'test/public-surface.e2e-spec.ts',
  'test/*-page.e2e-spec.ts',
  'test/supply-chain.e2e-spec.ts',
  'test/bench.e2e-spec.ts',
  'test/nest-add/**',
  'test/openapi/installed.e2e-spec.ts',
  'test/recipes/**',
];
const TOOLS =
  /^(@keyv\/|@nestjs\/|@seriousme\/|@types\/|ajv$|vite|vitest$|class-|express|jose$|jsonwebtoken$|keyv$|passport|reflect-|rxjs$|supertest$|typescript$)/;

/** Versioned apart from NestJS, and needed by nothing that runs here. */
const OF_OTHERS = new Set(['@nestjs/cli', '@nestjs/throttler']);

const CONFIG = `import { defineConfig } from 'vitest/config';
import { PATIENCE } from './test/support/patience.js';
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { tsconfigPaths: true },
  test: {
    ...PATIENCE,
    include: ['libs/*/src/**/*.spec.ts', 'test/**/*.e2e-spec.ts'],
    exclude: ${JSON.stringify(NOT_THE_LIBRARY)},
  },
});
`;

/**
 * Beside the peers, and as old as they are. The adapter for Fastify is the first with Fastify 5.7: before that, Fastify
 * itself answers 415 to types that it takes now, and that we refuse.
 */
const OLDEST_OF_NESTJS = {
  '@nestjs/platform-express': '11.0.1',
  '@nestjs/platform-fastify': '11.1.13',
  '@nestjs/swagger': '11.0.0',
  '@nestjs/testing': '11.0.1',
};

/** The first version that a range allows. */
function floorOf(range) {
  return /\d+\.\d+\.\d+/.exec(range)[0];
}

/** The least that the package is content with: that it no longer works, only those would notice who have it. */
function floors({ dependencies, peerDependencies }) {
  const ranges = Object.entries({ ...dependencies, ...peerDependencies });
  return Object.fromEntries(ranges.map(([name, range]) => [name, floorOf(range)]));
}

function dependencies({ nest, node, oldest }) {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const ours = JSON.parse(readFileSync(join(ROOT, 'libs/kindly-auth/package.json'), 'utf8'));
  const tools = Object.entries(devDependencies)
    .filter(([name]) => TOOLS.test(name) && !OF_OTHERS.has(name))
    .map(([name, version]) => [name, name.startsWith('@nestjs/') ? `^${nest}.0.0` : version]);
  return {
    ...Object.fromEntries(tools),
    ...ours.dependencies,
    ...(oldest && { ...OLDEST_OF_NESTJS, ...floors(ours) }),
    ...nodeDependencies([node]),
  };
}

function report(folder, executable, { numPassedTests, numFailedTests, testResults }) {
  const core = readFileSync(join(folder, 'node_modules/@nestjs/core/package.json'), 'utf8');
  const nodeVersion = execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim();
  // A file that cannot be read has failed as a whole, and has no test in it that did.
  const unread = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  process.stdout.write(
    `NestJS ${JSON.parse(core).version} on Node ${nodeVersion}: ${numPassedTests} passed, ${numFailedTests + unread.length} failed\n`,
  );
  for (const { message, assertionResults } of testResults) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const lines = failed.map(({ fullName, failureMessages }) => [fullName, ...failureMessages]);
    for (const line of [message, ...lines.flat()].filter(Boolean))
      process.stdout.write(`${line}\n`);
  }
}

function runCell(cell) {
  const { nest, node } = cell;
  const folder = mkdtempSync(join(tmpdir(), `kindly-nest${nest}-`));
  try {
    for (const part of ['libs', 'test', 'tsconfig.json', '.npmrc']) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    mkdirSync(join(folder, 'apps'));
    const manifest = { type: 'module', private: true, dependencies: dependencies(cell) };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
    execFileSync('npm', ['install', '--no-package-lock', '--loglevel', 'error'], {
      cwd: folder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    const executable = nodeIn(folder, node);
    const results = join(folder, 'results.json');
    const reporters = ['--reporter=json', `--outputFile=${results}`, '--reporter=minimal'];
    const { status } = spawnSync(
      executable,
      ['node_modules/vitest/vitest.mjs', 'run', ...reporters],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    report(folder, executable, JSON.parse(readFileSync(results, 'utf8')));
    return status === 0;
  } catch (error) {
    process.stdout.write(`NestJS ${nest} on Node ${node} did not run: ${error.message}\n`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { nest: { type: 'string' }, node: { type: 'string' } } });
const cells =
  values.nest || values.node
    ? [{ nest: values.nest ?? '12', node: values.node ?? process.versions.node }]
    : DIAGONAL;
process.exitCode = cells.map(runCell).every(Boolean) ? 0 : 1;
