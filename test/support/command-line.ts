import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Environment } from './app-process.js';
import { EMULATOR } from './emulator.js';

const ROOT = join(import.meta.dirname, '../..');

/** What a command left behind. */
export interface Ran {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** What comes on standard input. Default: nothing */
  readonly input?: string;
  readonly environment?: Environment;
  /** Where it is started. Default: the root of the repository */
  readonly folder?: string;
}

/** Runs the built command line as a user does, to its end. */
export async function runCommand(
  words: readonly string[],
  { input = '', environment = {}, folder = ROOT }: Surroundings = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, EMULATOR), ...words], {
    cwd: folder,
    env: { PATH, ...environment },
  });
  const ended = once(child, 'close');
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return { code, stdout, stderr };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kindly-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
