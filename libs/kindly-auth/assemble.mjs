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
import { build } from 'vite';

const library = import.meta.dirname;
const root = join(library, '../..');
const target = join(root, 'dist/nestjs-kindly-auth');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(target, { recursive: true, force: true });
// The browser's side once more, for older engines and without comments: pages load it as it is.
for (const config of ['tsconfig.build.json', 'tsconfig.client.json']) {
  execFileSync(process.execPath, [tsc, '-p', join(library, config)], { stdio: 'inherit' });
}
// The runner of schematics requires what it runs, and gives it nothing but Node: so it is one CommonJS file.
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: join(library, 'schematics/index.ts'),
    outDir: join(target, 'schematics'),
    target: 'node20',
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } },
  },
});
for (const file of ['collection.json', 'schema.json']) {
  cpSync(join(library, 'schematics', file), join(target, 'schematics', file));
}
cpSync(join(library, 'package.json'), join(target, 'package.json'));
cpSync(join(library, 'CHANGELOG.md'), join(target, 'CHANGELOG.md'));
for (const file of ['README.md', 'LICENSE']) cpSync(join(root, file), join(target, file));
