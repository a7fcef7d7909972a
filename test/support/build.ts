import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { prepareBrowser } from './browser.js';

const ROOT = join(import.meta.dirname, '../..');

/** Builds what the tests start or import as a user would: the apps and the package. */
export async function setup(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  await prepareBrowser();
}
