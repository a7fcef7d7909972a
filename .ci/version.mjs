/**
 * Turns the changesets into versions and changelogs, and tells everything that repeats a version: the
 * emulator's own source, and the lock file.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf } from './shipped.mjs';

const ROOT = join(import.meta.dirname, '..');
const VERSION_FILE = join(ROOT, 'apps/kindly-emulator/src/version.ts');

function run(command, ...args) {
  execFileSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

run('npx', 'changeset', 'version');
const { version } = manifestOf('apps/kindly-emulator');
const source = readFileSync(VERSION_FILE, 'utf8');
writeFileSync(VERSION_FILE, source.replace(/(?<=VERSION = ')[^']*/, version));
run('npm', 'install', '--package-lock-only', '--ignore-scripts');
