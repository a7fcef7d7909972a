/**
 * Builds the benchmark in `dist/bench`, beside the package that it measures: plain JavaScript on plain
 * Node, and the library as it is published. The package must be built before.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');
const modules = join(dist, 'bench/node_modules');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(join(dist, 'bench'), { recursive: true, force: true });
// Without this the workspace would answer for the library's name: with its sources.
mkdirSync(modules, { recursive: true });
symlinkSync(join(dist, 'nestjs-kindly-auth'), join(modules, 'nestjs-kindly-auth'), 'junction');
execFileSync(process.execPath, [tsc, '-p', join(import.meta.dirname, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
