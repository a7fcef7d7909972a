import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPrograms, program } from './programs.js';
import { type ServerCommand, ServerProcess, startSomewhere } from './server-process.js';

/** Why there is no {@link PostgresProcess} on this machine; `undefined` when there can be one. */
export const MISSING_POSTGRES = missingPrograms('initdb', 'postgres');

type User = NonNullable<ServerCommand['user']>;

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function userOfServer(): User | undefined {
  return process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
}

/** A real PostgreSQL with a password and a folder of its own. */
export class PostgresProcess extends ServerProcess {
  readonly #password = randomBytes(24).toString('base64url');
  readonly #user = userOfServer();

  /** @throws Error that says what is not installed, or why it does not start */
  static async create(): Promise<PostgresProcess> {
    return startSomewhere(async (port) => {
      const folder = await mkdtemp(join(tmpdir(), 'kindly-postgres-'));
      const server = new PostgresProcess(port, folder);
      await server.#initialise();
      return server;
    });
  }

  /** Of the database `postgres`, for its superuser. */
  get url(): string {
    return `postgres://shop:${this.#password}@127.0.0.1:${this.port}/postgres`;
  }

  /** Stops it, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  protected command(): ServerCommand {
    const settings = {
      port: String(this.port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
    };
    return {
      file: program('postgres'),
      parameters: [
        '-D',
        join(this.folder, 'data'),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      ready: 'database system is ready to accept connections',
      user: this.#user,
    };
  }

  async #initialise(): Promise<void> {
    const passwordFile = join(this.folder, 'password');
    await writeFile(passwordFile, this.#password, { mode: 0o600 });
    if (this.#user) {
      for (const path of [this.folder, passwordFile]) {
        await chown(path, this.#user.uid, this.#user.gid);
      }
    }
    const parameters = [
      `--pgdata=${join(this.folder, 'data')}`,
      '--username=shop',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ];
    execFileSync(program('initdb'), parameters, {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...this.#user,
    });
  }
}
