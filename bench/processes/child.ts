import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Question, Questions, Reply } from './questions.js';

const ROOT = join(import.meta.dirname, '..');

/** A process of the benchmark, which answers one question after the other. */
export class Child<Q extends Questions> {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  /**
   * @param script from the benchmark's root
   * @param flags of Node
   */
  constructor(script: string, flags: readonly string[] = []) {
    this.#process = fork(join(ROOT, script), {
      // With `node --cpu-prof dist/bench/main.js` each of them leaves a profile.
      execArgv: [...process.execArgv, ...flags],
      // What frameworks do for developers is not what is measured.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    this.#ended = once(this.#process, 'exit');
  }

  /** @throws Error when the child cannot answer, or ends */
  async ask<K extends keyof Q & string>(
    name: K,
    given: Parameters<Q[K]>[0],
  ): Promise<Awaited<ReturnType<Q[K]>>> {
    const replied = once(this.#process, 'message').then(([reply]) => reply as Reply);
    const ended = this.#ended.then(() => ({ error: `It ended when it was asked "${name}".` }));
    this.#process.send({ name, given } satisfies Question);
    const reply = await Promise.race([replied, ended]);
    if ('error' in reply) throw new Error(reply.error);
    return reply.value as Awaited<ReturnType<Q[K]>>;
  }

  async stop(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect();
    await this.#ended;
  }
}

/** Starts a child for what `act` does with it. */
export async function withChild<Q extends Questions, R>(
  child: Child<Q>,
  act: (child: Child<Q>) => Promise<R>,
): Promise<R> {
  try {
    return await act(child);
  } finally {
    await child.stop();
  }
}
