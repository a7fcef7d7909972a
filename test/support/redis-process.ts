import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@keyv/redis';
import { missingPrograms, program } from './programs.js';
import { type ServerCommand, ServerProcess, startSomewhere } from './server-process.js';

/** Why there is no {@link RedisProcess} on this machine; `undefined` when there can be one. */
export const MISSING_REDIS = missingPrograms('redis-server');

/** A real Redis with a password and a folder of its own, which keeps what it has been told. */
export class RedisProcess extends ServerProcess {
  readonly #password = randomBytes(24).toString('base64url');

  /** @throws Error that says what is not installed, or why it does not start */
  static async create(): Promise<RedisProcess> {
    return startSomewhere(
      async (port) => new RedisProcess(port, await mkdtemp(join(tmpdir(), 'kindly-redis-'))),
    );
  }

  get url(): string {
    return `redis://:${this.#password}@127.0.0.1:${this.port}`;
  }

  /** The names of all that it keeps. */
  async keys(): Promise<readonly string[]> {
    const client = createClient({ url: this.url });
    await client.connect();
    try {
      return await client.keys('*');
    } finally {
      client.destroy();
    }
  }

  /** Stops it, and removes its folder. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  protected command(): ServerCommand {
    const settings = {
      bind: '127.0.0.1',
      port: String(this.port),
      dir: this.folder,
      requirepass: this.#password,
      appendonly: 'yes',
      save: '',
    };
    return {
      file: program('redis-server'),
      parameters: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      ready: 'Ready to accept connections',
    };
  }
}
