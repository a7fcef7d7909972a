import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import { Draining } from './draining.js';
import { HealthChecks } from './health-checks.js';

const SHUTTING_DOWN: HealthCheckResult = {
  status: 'shutting_down',
  info: {},
  error: {},
  details: {},
};

/** What orchestrators and proxies ask all the time. */
@Controller('health')
@SkipThrottle()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly checks: HealthChecks,
    private readonly draining: Draining,
  ) {}

  /**
   * Whether to start the process anew. It looks at nothing else: a database that is down does not come
   * back because all replicas start again.
   */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether to send requests here. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    if (this.draining.hasBegun) throw new ServiceUnavailableException(SHUTTING_DOWN);
    return this.health.check(this.checks.all);
  }
}
