import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Builds the sample once for all the tests that start it, as `npm start` does. */
export function setup(): void {
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  execFileSync(process.execPath, [nest, 'build', 'sample'], { cwd: ROOT, stdio: 'inherit' });
}
