import { Inject, Injectable, Logger } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { sql } from 'drizzle-orm';
import { KindlyKeyRing } from 'nestjs-kindly-auth';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { reasonOf } from '../outages/server-problem.js';
import { REDIS, type Redis } from '../redis/redis.js';

/** Milliseconds in which a part has to answer. Probes commonly give up after a second. */
const PATIENCE = 800;

type Part = 'keys' | 'database' | 'store';

async function withReason(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** What the shop cannot work without. Anybody may ask how it is, so the answers name the parts and no more. */
@Injectable()
export class HealthChecks {
  private readonly logger = new Logger('Health');
  private readonly down = new Set<Part>();

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly keys: KindlyKeyRing,
    private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @InjectConfig() private readonly config: Environment,
  ) {}

  /** One for each part. */
  get all(): HealthIndicatorFunction[] {
    const { redis } = this;
    return [
      this.check('keys', async () => this.assertKey()),
      this.check('database', async () => this.database.tables.execute(sql`select 1`)),
      ...(redis === null ? [] : [this.check('store', () => redis.ping(), !this.goesWithoutStore)]),
    ];
  }

  /** Webhooks go on: were no replica ready, nobody would send them any. */
  private get goesWithoutStore(): boolean {
    return this.config.KINDLY_REVOCATION_UNAVAILABLE === 'accept';
  }

  /** @param isVital whether the shop is not ready without this part */
  private check(part: Part, ask: () => Promise<unknown>, isVital = true): HealthIndicatorFunction {
    return async () => {
      const indicator = this.indicators.check(part);
      // Nobody limits probes: however many there are, the part is asked once.
      const { [part]: found } = await indicator
        .attempt(() => withReason(ask))
        .withTimeout(PATIENCE)
        .cacheFor(PATIENCE);
      this.tellOf(part, found);
      if (found.status === 'up') return indicator.up();
      return isVital ? indicator.down() : indicator.degraded();
    };
  }

  private assertKey(): void {
    if (this.keys.keyId === '') throw new Error('there is none');
  }

  /** Logs changes alone: probes come every other second. */
  private tellOf(part: Part, found: { readonly status: string; readonly message?: string }): void {
    if (found.status !== 'up' && !this.down.has(part)) {
      this.down.add(part);
      this.logger.error(`Not ready: ${part} (${found.message})`);
    } else if (found.status === 'up' && this.down.delete(part)) {
      this.logger.warn(`Ready again: ${part}`);
    }
  }
}
