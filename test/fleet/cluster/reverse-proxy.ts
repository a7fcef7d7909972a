import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { program } from '../../support/programs.js';
import { type ServerCommand, ServerProcess, startSomewhere } from '../../support/server-process.js';

/** The header that names who answered, for the proofs alone. */
export const REPLICA_HEADER = 'x-replica';

/** A replica, as the proxy knows it. */
export interface Upstream {
  readonly name: string;
  readonly port: number;
}

/** Name of a replica in the second row, see {@link configuration}. */
const SECOND_ROW = '-unready';

/**
 * Requests go round, so that each of a visitor's may meet another replica. Why the rest is as it is:
 *
 * - A request is sent anew, to another replica, only when no connection came about (`conn-failure`): then
 *   nothing of it has been read by anybody. Whatever has been sent once may have been acted on; to send a POST
 *   again would be to do it twice.
 * - A replica gets a new connection for each request (`http-server-close`). On one that is kept, a request
 *   can be under way while the replica closes it for being idle, and nobody knows what became of it.
 * - A replica that says that it is not ready gets nothing. When none is ready, because what they share is
 *   down, all get requests all the same (`backup`, `allbackups`): the replicas know best what they can answer
 *   without it, and how to refuse the rest.
 */
function configuration(port: number, socket: string, upstreams: readonly Upstream[]): string {
  const servers = upstreams.flatMap(({ name, port: upstream }) => [
    `  server ${name} 127.0.0.1:${upstream} check`,
    `  server ${name}${SECOND_ROW} 127.0.0.1:${upstream} backup`,
  ]);
  return `global
  stats socket ${socket} mode 600 level user

defaults
  mode http
  timeout connect 2s
  timeout check 2s
  timeout client 60s
  timeout server 60s
  retries 3
  retry-on conn-failure
  option redispatch 1
  option http-server-close
  option forwardfor

frontend shop
  bind 127.0.0.1:${port}
  http-after-response set-header ${REPLICA_HEADER} %s
  default_backend replicas

backend replicas
  balance roundrobin
  option httpchk GET /health/ready
  option allbackups
  default-server inter 250ms fall 1 rise 1
${servers.join('\n')}
`;
}

/** A real HAProxy before the replicas. */
export class ReverseProxy extends ServerProcess {
  /** @throws Error that says what is not installed, or why it does not start */
  static async create(upstreams: readonly Upstream[]): Promise<ReverseProxy> {
    return startSomewhere(async (port) => {
      const folder = await mkdtemp(join(tmpdir(), 'kindly-proxy-'));
      const proxy = new ReverseProxy(port, folder);
      await writeFile(proxy.#file, configuration(port, proxy.#socket, upstreams));
      return proxy;
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Names of the replicas that it holds for ready. */
  async ready(): Promise<readonly string[]> {
    const servers = (await this.#statistics()).filter(({ svname }) => svname !== 'BACKEND');
    return servers.filter(({ status }) => status === 'UP').map(({ svname = '' }) => svname);
  }

  /** How often it has found nobody where it held a replica for ready, and has gone to another one. */
  async detours(): Promise<number> {
    const backend = (await this.#statistics()).find(({ svname }) => svname === 'BACKEND');
    return Number(backend?.['wretr']) + Number(backend?.['wredis']);
  }

  /** What it says of each replica, and of all (`BACKEND`), by the names that HAProxy gives. */
  async #statistics(): Promise<readonly Readonly<Record<string, string>>[]> {
    const socket = connect(this.#socket).end('show stat\n');
    const [head = '', ...lines] = (await text(socket)).replace(/^# /, '').trim().split('\n');
    const names = head.split(',');
    const rows = lines.map((line) => {
      const values = line.split(',');
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
    });
    return rows.filter(({ pxname }) => pxname === 'replicas');
  }

  /** Stops it, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  protected command(): ServerCommand {
    return {
      file: program('haproxy'),
      // With a master process, which says when all is loaded.
      parameters: ['-W', '-db', '-f', this.#file],
      ready: 'Loading success',
    };
  }

  get #file(): string {
    return join(this.folder, 'haproxy.cfg');
  }

  get #socket(): string {
    return join(this.folder, 'stats');
  }
}

/** Which replica an answer of the proxy's came from, or was to come from. */
export function replicaOf(headers: NodeJS.Dict<string | string[]>): string {
  return String(headers[REPLICA_HEADER] ?? '').replace(SECOND_ROW, '');
}
