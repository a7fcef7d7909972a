import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** How a server is started. */
export interface ServerCommand {
  readonly file: string;
  readonly parameters: readonly string[];
  /** What it prints when it takes connections. */
  readonly ready: string;
  /** Whom it runs as. Default: the user of the tests */
  readonly user?: { readonly uid: number; readonly gid: number };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const listens = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  if (!listens) return false;
  server.close();
  await once(server, 'close');
  return true;
}

/**
 * A port for a server that stops and starts again. It is none of those that systems give out by themselves: while
 * the server is down, somebody else could get it, and who connects to it could even meet himself.
 */
export async function steadyPort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  return (await isFree(port)) ? port : steadyPort();
}

/** What servers say of a port that is somebody else's. */
const TAKEN = /address (?:already )?in use/i;

/**
 * Starts a server on a port of its own, and on another one when somebody has taken that between the look and the
 * start.
 *
 * @throws Error with what it says when it does not start
 */
export async function startSomewhere<Server extends ServerProcess>(
  make: (port: number) => Server | Promise<Server>,
): Promise<Server> {
  const server = await make(await steadyPort());
  try {
    return await server.start();
  } catch (error) {
    await server.remove();
    if (!TAKEN.test(String(error))) throw error;
    return startSomewhere(make);
  }
}

/** A server of another make, as a process that can be stopped, killed and started again on the same port. */
export abstract class ServerProcess {
  #process: ChildProcess | undefined;
  #ended: Promise<unknown> | undefined;

  protected constructor(
    readonly port: number,
    readonly folder: string,
  ) {}

  /** Process id of its present life. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Where apps find it, with its password. */
  abstract get url(): string;

  /** Stops it, and removes its folder. */
  abstract remove(): Promise<void>;

  protected abstract command(): ServerCommand;

  /** Starts it, again too, with what it has kept. @throws Error with what it says when it does not start */
  async start(): Promise<this> {
    const { file, parameters, ready, user } = this.command();
    const { PATH = '' } = process.env;
    const started = spawn(file, parameters, {
      cwd: this.folder,
      env: { PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    this.#process = started;
    // Not "exit": the processes that a server has started are gone too when nobody can print any more.
    this.#ended = once(started, 'close');
    await this.#printed(started, ready);
    return this;
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Ends it as a power cut would, but for what the operating system has in hand. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** From now on it takes connections and never answers, until it is told to go on. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#process?.kill('SIGCONT');
    this.#process?.kill(signal);
    await this.#ended;
  }

  async #printed({ stdout, stderr }: ChildProcess, ready: string): Promise<void> {
    let output = '';
    const isReady = new Promise<true>((resolve) => {
      for (const stream of [stdout, stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes(ready)) resolve(true);
        });
      }
    });
    const started = await Promise.race([isReady, this.#ended?.then(() => false)]);
    if (started !== true) throw new Error(`${this.constructor.name} did not start:\n${output}`);
  }
}
