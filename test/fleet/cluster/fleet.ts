import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../support/app-process.js';
import { PostgresProcess } from '../../support/postgres-process.js';
import { RedisProcess } from '../../support/redis-process.js';
import { steadyPort } from '../../support/server-process.js';
import { createCustomers, type Customer } from './customers.js';
import { Replica } from './replica.js';
import { ReverseProxy } from './reverse-proxy.js';
import { Secrets } from './secrets.js';
import { until } from './until.js';

export interface FleetSettings {
  readonly replicas: number;
  readonly customers: number;
}

/** Seconds that a replica goes on serving after it has said that it is no longer ready. */
const DRAIN_SECONDS = 2;

/** What a replica says of a port that is somebody else's. */
const TAKEN = /Port \d+ is in use/;

interface Removable {
  remove(): Promise<void>;
}

/** What a fleet is made of. */
interface Parts {
  readonly secrets: Secrets;
  readonly redis: RedisProcess;
  readonly postgres: PostgresProcess;
  readonly proxy: ReverseProxy;
  readonly replicas: readonly Replica[];
  readonly folder: string;
}

/** Several shops behind a proxy, with the Redis and the PostgreSQL that they share. */
export class Fleet {
  #changes: Environment = {};
  #customers: readonly Customer[] = [];
  readonly #gone = new AbortController();

  private constructor(
    private readonly parts: Parts,
    private readonly removables: readonly Removable[],
  ) {}

  /**
   * Starts it, and anew on other ports when somebody has taken one of them between the look and the start.
   *
   * @throws Error when a part of it does not start; the others are gone then
   */
  static async start(settings: FleetSettings): Promise<Fleet> {
    const removables: Removable[] = [];
    try {
      const fleet = new Fleet(await createParts(settings.replicas, removables), removables);
      // All at once: none of them may count on having the tables for itself.
      await fleet.whole();
      await fleet.#invite(settings.customers);
      return fleet;
    } catch (error) {
      await removeAll(removables);
      if (!TAKEN.test(String(error))) throw error;
      return Fleet.start(settings);
    }
  }

  get secrets(): Secrets {
    return this.parts.secrets;
  }

  get redis(): RedisProcess {
    return this.parts.redis;
  }

  get proxy(): ReverseProxy {
    return this.parts.proxy;
  }

  get replicas(): readonly Replica[] {
    return this.parts.replicas;
  }

  /** Everybody who has an account. */
  get customers(): readonly Customer[] {
    return this.#customers;
  }

  get postgres(): PostgresProcess {
    return this.parts.postgres;
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  /** Where visitors and Kindly reach it. */
  get url(): string {
    return this.proxy.url;
  }

  /** What each replica has printed. */
  get log(): string {
    return this.replicas.map(({ name, log }) => `== ${name}\n${log}`).join('\n');
  }

  /** What a replica is started with from now on, beside what all have always. */
  configure(changes: Environment): void {
    this.#changes = changes;
  }

  environmentOf({ name }: Replica): Environment {
    return {
      NODE_ENV: 'production',
      LISTEN: '127.0.0.1',
      // What they share must not depend on the adapter, so both take part.
      ADAPTER: Number(name.replace(/\D+/, '')) % 2 === 0 ? 'fastify' : 'express',
      TRUST_PROXY: '1',
      DATA_FOLDER: join(this.parts.folder, name),
      DRAIN_SECONDS: String(DRAIN_SECONDS),
      REDIS_URL: this.redis.url,
      DATABASE_URL: this.databaseUrl,
      ...this.secrets.environment(),
      ...this.#changes,
    };
  }

  /** Starts what is not running, and what was started with other settings, until all are ready. */
  async whole(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => this.#renewed(replica)));
    await this.#seenByProxy();
  }

  /**
   * One replica after the other ends in good order and starts again, with what {@link configure} was given.
   *
   * @param between happens after each: the fleet is a mixture then
   * @throws Error when one of them does not end with exit code 0
   */
  async rollingRestart(between = async (): Promise<void> => undefined): Promise<void> {
    for (const replica of this.replicas) {
      const [code, signal] = await replica.stop('SIGTERM');
      if (code !== 0) throw new Error(`${replica.name} ended with ${String(code ?? signal)}`);
      await this.start(replica);
      await between();
    }
  }

  /** Starts a replica, and waits until it is sent requests. */
  async start(replica: Replica): Promise<void> {
    // A restart that nobody waits for any more must not bring it back.
    this.#gone.signal.throwIfAborted();
    await replica.start(this.environmentOf(replica));
    await this.#seenByProxy();
  }

  /** Stops everything, and removes what it has written. Who waits for a part of it is told that it is gone. */
  async remove(): Promise<void> {
    this.#gone.abort(new Error('the fleet is gone'));
    await removeAll(this.removables);
  }

  async #invite(count: number): Promise<void> {
    const { password } = this.secrets;
    this.#customers = await createCustomers(this.databaseUrl, { count, password });
  }

  async #renewed(replica: Replica): Promise<void> {
    const environment = this.environmentOf(replica);
    if (replica.isRunning && replica.hasEnvironment(environment)) return;
    if (replica.isRunning) await replica.stop('SIGTERM');
    await replica.start(environment);
  }

  async #seenByProxy(): Promise<void> {
    const areAllReady = async (): Promise<boolean> =>
      (await this.proxy.ready()).length === this.replicas.length;
    await until(areAllReady, this.#gone.signal);
  }
}

/** Starts all but the replicas. @param removables what has to be removed in the end, the last one first */
async function createParts(count: number, removables: Removable[]): Promise<Parts> {
  const keep = async <T extends Removable>(started: Promise<T>): Promise<T> => {
    const part = await started;
    removables.unshift(part);
    return part;
  };
  const folder = await mkdtemp(join(tmpdir(), 'kindly-fleet-'));
  removables.unshift({ remove: () => rm(folder, { recursive: true, force: true }) });
  const secrets = await Secrets.create();
  const redis = await keep(RedisProcess.create());
  const postgres = await keep(PostgresProcess.create());
  const replicas: Replica[] = [];
  for (let number = 1; number <= count; number += 1) {
    replicas.push(new Replica(`replica-${number}`, await steadyPort()));
  }
  removables.unshift({ remove: () => stopAll(replicas) });
  const proxy = await keep(ReverseProxy.create(replicas));
  return { secrets, redis, postgres, proxy, replicas, folder };
}

async function stopAll(replicas: readonly Replica[]): Promise<void> {
  const running = replicas.filter(({ isRunning }) => isRunning);
  await Promise.all(running.map((replica) => replica.stop('SIGKILL')));
}

/** The last that was started goes first, and none keeps the others from going. */
async function removeAll(parts: readonly Removable[]): Promise<void> {
  for (const part of parts) {
    await part.remove().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
}
