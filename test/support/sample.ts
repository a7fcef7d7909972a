import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AppProcess, type Environment } from './app-process.js';
import { type Answer, send } from './http.js';

export type { Environment } from './app-process.js';

/** The sample as a process of its own. */
export class Sample extends AppProcess {
  constructor(environment: Environment) {
    super({
      script: 'dist/apps/sample/apps/sample/src/main.js',
      environment: { PORT: '0', ...environment },
      ready: 'Ctrl-C stops the shop.',
    });
  }

  /** Where it listens, once it does. */
  get url(): string {
    return /Shop +(\S+)/.exec(this.output)?.[1] ?? '';
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
