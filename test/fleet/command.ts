import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { missingForFleet } from './programs.js';
import { HELP, readSoak } from './soak/arguments.js';

const ROOT = join(import.meta.dirname, '../..');

const PROOFS_HELP = `npm run fleet -- [flags]

  --replicas <number>   samples behind the proxy. Default: 3, at least 2
  --short               little load, for CI. Default: off, and 2 replicas with it
  --only <text>         proofs whose names have this in them
  --built               takes the apps as they were built last. Default: builds them
  --json <file>         results of the tests, as vitest writes them
`;

interface Run {
  /** Whether the apps need not be built. */
  readonly built: boolean;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function proofs(words: readonly string[]): Run | string {
  const { values } = parseArgs({
    args: [...words],
    options: {
      replicas: { type: 'string' },
      short: { type: 'boolean' },
      only: { type: 'string' },
      built: { type: 'boolean' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return PROOFS_HELP;
  const replicas = values.replicas ?? (values.short ? '2' : '3');
  if (!/^[2-9]$/.test(replicas)) throw new Error('--replicas must be a number from 2 to 9.');
  const { json, only, short, built = false } = values;
  return {
    built,
    words: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=vitest.fleet.config.ts',
      '--reporter=verbose',
      ...(json === undefined ? [] : ['--reporter=json', `--outputFile.json=${resolve(json)}`]),
      ...(only === undefined ? [] : ['--testNamePattern', only]),
    ],
    environment: { KINDLY_FLEET_REPLICAS: replicas, ...(short && { KINDLY_FLEET: 'short' }) },
  };
}

function soak(words: readonly string[]): Run | string {
  // Wrong flags are known before anything is built.
  const { help, built } = readSoak(words);
  if (help) return HELP;
  return {
    built,
    words: ['.ci/typescript.mjs', 'test/fleet/soak/main.ts', ...words],
    environment: {},
  };
}

const COMMANDS: ReadonlyMap<string, (words: readonly string[]) => Run | string> = new Map([
  ['proofs', proofs],
  ['soak', soak],
]);

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody of it is left.
  }
}

/**
 * Runs it in a process group and a temporary folder of its own: whatever becomes of it, nothing that it has
 * started is left, nor anything that it has written.
 *
 * @returns exit code
 */
async function runApart({ words, environment }: Run): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'kindly-run-'));
  // PostgreSQL runs as another user than root, and must find its own folder in it.
  await chmod(folder, 0o711);
  const child = spawn(process.execPath, words, {
    cwd: ROOT,
    detached: true,
    stdio: 'inherit',
    env: { ...process.env, ...environment, TMPDIR: folder },
  });
  let signals = 0;
  // The first one asks it to come to an end, the second does not ask.
  const pass = (): void => {
    signals += 1;
    if (signals === 1) child.kill('SIGINT');
    else signalGroup(child, 'SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  const [code] = (await once(child, 'exit')) as [number | null];
  signalGroup(child, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return code ?? 1;
}

function runOf(words: readonly string[]): Run | string {
  const [name = '', ...flags] = words;
  try {
    return COMMANDS.get(name)?.(flags) ?? 'npm run fleet -- --help, or npm run soak -- --help\n';
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
}

/** `npm run fleet` and `npm run soak`. @returns exit code */
export async function main(words: readonly string[]): Promise<number> {
  const run = runOf(words);
  if (typeof run === 'string') {
    const isHelp = run === PROOFS_HELP || run === HELP;
    (isHelp ? process.stdout : process.stderr).write(run);
    return isHelp ? 0 : 2;
  }
  const missing = missingForFleet();
  if (missing !== undefined) {
    process.stderr.write(`The fleet cannot start: ${missing}\n`);
    return 1;
  }
  if (!run.built) {
    const quiet = ['ignore', 'ignore', 'inherit'] as const;
    execFileSync('npm', ['run', '--silent', 'build:apps'], { cwd: ROOT, stdio: [...quiet] });
  }
  return runApart(run);
}
