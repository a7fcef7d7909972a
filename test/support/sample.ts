import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Answer, send } from './http.js';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/sample/apps/sample/src/main.js');
/** The last line of what the shop prints when it has started. */
const READY = 'Ctrl-C stops the shop.';

export type Environment = Readonly<Record<string, string>>;

/** The sample as a process of its own, started as a user starts it. */
export class Sample {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #output = '';

  constructor(environment: Environment) {
    // Nothing of the machine's own environment but what Node needs: tests must not depend on it.
    const { PATH = '' } = process.env;
    this.#process = spawn(process.execPath, [MAIN], {
      cwd: ROOT,
      env: { PATH, PORT: '0', ...environment },
    });
    this.#ended = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#process.emit('output');
      });
    }
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** Where it listens, once it does. */
  get url(): string {
    return /Shop +(\S+)/.exec(this.#output)?.[1] ?? '';
  }

  /** @throws Error when it ends before it is ready */
  async ready(): Promise<this> {
    const ended = this.#ended.then(() => true);
    while (!this.#output.includes(READY)) {
      const isOver = await Promise.race([ended, once(this.#process, 'output').then(() => false)]);
      if (isOver) throw new Error(`the sample did not start:\n${this.#output}`);
    }
    return this;
  }

  /** @returns exit code and signal */
  async end(): Promise<readonly unknown[]> {
    return this.#ended;
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<readonly unknown[]> {
    this.#process.kill(signal);
    return this.#ended;
  }
}

/** A data folder that is removed when the test is over. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kindly-sample-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A sample for one test. */
export async function startSample(environment: Environment = {}): Promise<Sample> {
  const DATA_FOLDER = environment['DATA_FOLDER'] ?? (await dataFolder());
  const sample = new Sample({ DATA_FOLDER, ...environment });
  onTestFinished(async () => {
    await sample.stop('SIGKILL');
  });
  return sample.ready();
}

/**
 * A sample for all the tests of a `describe`, from its `beforeAll`, which must return `remove`: a hook
 * that is registered while tests run is never called.
 */
export async function startSharedSample(
  environment: Environment,
): Promise<{ readonly sample: Sample; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kindly-sample-'));
  const sample = new Sample({ DATA_FOLDER: folder, ...environment });
  const remove = async (): Promise<void> => {
    await sample.stop('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await sample.ready();
  } catch (error) {
    await remove();
    throw error;
  }
  return { sample, remove };
}

/** Signs a demo customer in, as the form does. */
export function signIn(
  url: string,
  email: string,
  password = 'kindly-demo',
  cookie = '',
): Promise<Answer> {
  return send(`${url}/sign-in`, {
    headers: ['Content-Type', 'application/x-www-form-urlencoded', 'Cookie', cookie],
    body: new URLSearchParams({ email, password }).toString(),
  });
}

/** The `Cookie` header of whoever was signed in by this answer. */
export function cookieOf({ headers }: Answer): string {
  return headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
}
