import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import KeyvRedis, { createClient, type RedisClientType } from '@keyv/redis';
import { Keyv } from 'keyv';
import { ConfigurationError } from '../config/configuration.error.js';
import { hostOf, reasonOf } from '../outages/server-problem.js';

/** Milliseconds that anybody waits for Redis. */
const PATIENCE = 1000;

/** Milliseconds from one look at the connection to the next. */
const WATCH_INTERVAL = 1000;

/** Looks in a row that find nobody, after which the connection is given up: one may have met a busy moment. */
const MISSES = 2;

/** Milliseconds between two attempts to connect, at most: when Redis is back, so is the shop. */
const MAX_RETRY_DELAY = 1000;

/** Before the names of all that the shop keeps in Redis. */
const PREFIX = 'shop';

class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/**
 * The one connection to Redis, for all that replicas share. While it is down every command fails at once,
 * and it is tried again for as long as the shop runs.
 */
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly host: string;
  private readonly client: RedisClientType;
  private watch: NodeJS.Timeout | undefined;
  private hasStarted = false;
  private isDown = false;
  private misses = 0;

  constructor(url: string) {
    this.host = hostOf(url);
    this.client = createClient({
      url,
      // Else commands would wait, and requests with them, until Redis is back.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: PATIENCE,
        // For a server that takes a connection and says nothing; one that is in use is watched.
        socketTimeout: 5 * WATCH_INTERVAL,
        reconnectStrategy: (retries, cause) => this.nextAttempt(retries, cause),
      },
    });
    this.client.on('error', (error: unknown) => this.down(error));
    this.client.on('ready', () => this.up());
  }

  /** @throws ConfigurationError when Redis cannot be used, without the URL's user and password */
  async onModuleInit(): Promise<void> {
    try {
      await this.client.connect();
      // Connecting alone does not show that a password is missing.
      await this.ping();
    } catch (error) {
      throw new ConfigurationError(
        `Redis at ${this.host} cannot be used: ${reasonOf(error)}. Check REDIS_URL.`,
      );
    }
    this.hasStarted = true;
    this.watch = setInterval(() => void this.look(), WATCH_INTERVAL).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.watch);
    if (this.client.isOpen) this.client.destroy();
  }

  /** @throws Error when Redis does not answer within a second */
  async ping(): Promise<void> {
    await this.within(this.client.ping());
  }

  /**
   * A store of its own within Redis. Both layers of Keyv are told to throw: by themselves they take an error
   * for "there is nothing under this key".
   */
  store(name: string): Keyv {
    const store = new KeyvRedis(this.client, { keyPrefixSeparator: ':', throwOnErrors: true });
    const keyv = new Keyv({
      store,
      namespace: `${PREFIX}:${name}`,
      useKeyPrefix: false,
      throwOnErrors: true,
    });
    // Whoever asks is told by what is thrown, and the log by the connection.
    keyv.on('error', () => undefined);
    return keyv;
  }

  /** Runs a script in Redis, in one step. @throws Error when Redis does not answer within a second */
  async eval(script: string, options: EvalOptions): Promise<unknown> {
    return this.within(this.client.eval(script, options));
  }

  /**
   * Waits for an answer of Redis for a second at most: a client has no limit of its own for what it has sent.
   * While the event loop stands still nothing is sent or read, but time goes by. So the second is waited for
   * in two halves, of which a standstill can use up one alone, and what has come by its end is read first.
   *
   * @throws Error when there is none
   */
  async within<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => {
        reject(new NoAnswerError(`no answer within ${PATIENCE} milliseconds`));
      };
      timer = setTimeout(() => {
        timer = setTimeout(() => setImmediate(giveUp), PATIENCE / 2);
      }, PATIENCE / 2);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The first attempt ends the start when it fails; after that there is no last one. */
  private nextAttempt(retries: number, cause: Error): number | Error {
    if (!this.hasStarted) return new Error(reasonOf(cause), { cause });
    const delay = Math.min(50 * 2 ** retries, MAX_RETRY_DELAY);
    // Not all replicas at the same moment.
    return delay / 2 + (Math.random() * delay) / 2;
  }

  /** A server that hangs keeps its connections, and one that is cut off never says so: neither ends by itself. */
  private async look(): Promise<void> {
    if (!this.client.isReady) return;
    try {
      await this.ping();
      this.misses = 0;
    } catch (error) {
      if (error instanceof NoAnswerError && this.client.isReady) this.missed(error);
    }
  }

  private missed(reason: Error): void {
    this.misses += 1;
    if (this.misses >= MISSES) this.reconnect(reason);
  }

  private reconnect(reason: Error): void {
    this.misses = 0;
    this.down(reason);
    this.client.destroy();
    // It goes on until it succeeds, or the shop stops.
    this.client.connect().catch((error: unknown) => this.down(error));
  }

  /** Once for each outage, and not for each attempt. */
  private down(error: unknown): void {
    if (!this.hasStarted || this.isDown) return;
    this.isDown = true;
    this.logger.error(`Redis at ${this.host} cannot be reached: ${reasonOf(error)}`);
  }

  private up(): void {
    if (!this.isDown) return;
    this.isDown = false;
    this.logger.warn(`Redis at ${this.host} is back`);
  }
}

/** What a script works on. */
export interface EvalOptions {
  readonly keys: string[];
  readonly arguments: string[];
}
