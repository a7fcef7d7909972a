import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Draining } from './draining.js';
import { HealthChecks } from './health-checks.js';
import { HealthController } from './health.controller.js';
import { KindlyMetrics } from './kindly-metrics.js';
import { MetricsController } from './metrics.controller.js';

/** Of this app alone: prom-client's own belongs to the process, which may have several. */
function newRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** What those need who keep the shop running: probes, metrics, and a way out. */
@Module({
  // It would log each probe that fails, with all that the check has said.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [
    Draining,
    HealthChecks,
    KindlyMetrics,
    { provide: Registry, useFactory: newRegistry },
  ],
})
export class OperationsModule {}
