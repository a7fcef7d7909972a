/** Puts the published package together in `dist/kindly-emulator`, from what was built before. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const app = import.meta.dirname;
const root = join(app, '../..');
const built = join(root, 'dist/apps/kindly-emulator');
const target = join(root, 'dist/kindly-emulator');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const part of ['src', 'public']) {
  cpSync(join(built, part), join(target, 'dist', part), { recursive: true });
}
const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
// What only builds it is of no use to those who install it.
delete manifest.devDependencies;
delete manifest.scripts;
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of ['README.md', 'CHANGELOG.md', 'config.schema.json']) {
  cpSync(join(app, file), join(target, file));
}
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
