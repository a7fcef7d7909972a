import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export type Environment = Readonly<Record<string, string>>;

export interface ProcessSettings {
  /** The script, from its folder. */
  readonly script: string;
  /** Where it is started. Default: the root of the repository */
  readonly folder?: string;
  /** The Node that it runs on. Default: that of the tests */
  readonly node?: string;
  readonly parameters?: readonly string[];
  readonly environment?: Environment;
  /** What stands in the last line that it prints when it has started. */
  readonly ready: string;
}

/** An app as a process of its own, started as a user starts it. */
export class AppProcess {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  readonly #ready: string;
  #output = '';

  constructor(settings: ProcessSettings) {
    const { script, folder = ROOT, node = process.execPath } = settings;
    const { parameters = [], environment = {}, ready } = settings;
    // Nothing of the machine's own environment but what Node needs: tests must not depend on it.
    const { PATH = '' } = process.env;
    this.#ready = ready;
    this.#process = spawn(node, [join(folder, script), ...parameters], {
      cwd: folder,
      env: { PATH, ...environment },
    });
    this.#ended = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#process.emit('output');
      });
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** @throws Error when it ends before it is ready */
  async ready(): Promise<this> {
    const ended = this.#ended.then(() => true);
    while (!this.#output.includes(this.#ready)) {
      const isOver = await Promise.race([ended, once(this.#process, 'output').then(() => false)]);
      if (isOver) throw new Error(`it did not start:\n${this.#output}`);
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
