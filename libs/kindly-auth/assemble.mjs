/**
 * Puts the published package together in `dist/nestjs-kindly-auth`.
 *
 * It is not built where its sources are: there the workspace would offer it to the apps, and an app
 * would run on whatever was built last instead of on the sources.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const library = import.meta.dirname;
const root = join(library, '../..');
const target = join(root, 'dist/nestjs-kindly-auth');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(target, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', join(library, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
cpSync(join(library, 'package.json'), join(target, 'package.json'));
for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) {
  cpSync(join(root, file), join(target, file));
}
