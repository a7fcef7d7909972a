import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { prepareBrowser } from './browser.js';

const ROOT = join(import.meta.dirname, '../..');

/** Builds what the tests start or import as a user would: the sample and the package. */
export async function setup(): Promise<void> {
  const run = (...script: string[]): void => {
    execFileSync(process.execPath, script, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('node_modules/@nestjs/cli/bin/nest.js', 'build', 'sample');
  run('libs/kindly-auth/assemble.mjs');
  await prepareBrowser();
}
