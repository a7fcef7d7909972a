import { AppProcess, type Environment } from '../../support/app-process.js';
import { send } from '../../support/http.js';
import type { Upstream } from './reverse-proxy.js';
import { until } from './until.js';

const SCRIPT = 'dist/apps/sample/apps/sample/src/main.js';
const READY = 'Ctrl-C stops the shop.';

/** One of several shops: it starts, ends and starts again on the same port. */
export class Replica implements Upstream {
  readonly #lives: AppProcess[] = [];
  #environment: Environment = {};
  #isRunning = false;

  constructor(
    readonly name: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Process id of its present life. */
  get pid(): number {
    return this.#lives.at(-1)?.pid ?? 0;
  }

  /** What it has printed in its lives, after saying that it has started. */
  get log(): string {
    const lives = this.#lives.map(({ output }) => output.split(READY).at(-1)?.trim() ?? '');
    return lives.join('\n');
  }

  hasEnvironment(environment: Environment): boolean {
    return JSON.stringify(environment) === JSON.stringify(this.#environment);
  }

  /** @throws Error with all that it has printed, when it does not start, or ends before it is ready */
  async start(environment: Environment): Promise<void> {
    this.#environment = environment;
    const life = new AppProcess({
      script: SCRIPT,
      environment: { ...environment, PORT: String(this.port) },
      ready: READY,
    });
    this.#lives.push(life);
    this.#isRunning = true;
    await life.ready();
    const ended = new AbortController();
    const reason = (): Error => new Error(`${this.name} ended too early:\n${life.output}`);
    void life.end().then(() => ended.abort(reason()));
    await until(() => this.isReady(), ended.signal);
  }

  /** @returns exit code and signal */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<readonly unknown[]> {
    const ended = await this.#lives.at(-1)?.stop(signal);
    // Not before it has ended: one that never does must be found when everything is removed.
    this.#isRunning = false;
    return ended ?? [];
  }

  async isReady(): Promise<boolean> {
    const { status } = await send(`${this.url}/health/ready`, { method: 'GET' });
    return status === 200;
  }
}
