import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnModuleInit,
  ShutdownSignal,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { Connections } from './connections.js';

/** Milliseconds that requests in flight have left: one that never ends must not keep the process for ever. */
const PATIENCE = 10_000;

/**
 * The way out, on which no request is lost: the shop says that it is not ready, goes on for as long as
 * proxies need to notice, closes to new connections, and ends when the last request has its answer.
 *
 * Terminus has a wait of its own, but it comes when the modules that import it have had theirs: too late
 * to tell when the server may close.
 */
@Injectable()
export class Draining implements OnModuleInit, BeforeApplicationShutdown {
  private connections: Connections | undefined;
  private begun = false;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @InjectConfig() private readonly config: Environment,
  ) {}

  /** Whether the shop is on its way out. */
  get hasBegun(): boolean {
    return this.begun;
  }

  onModuleInit(): void {
    this.connections = new Connections(this.adapterHost.httpAdapter.getHttpServer() as Server);
  }

  /** @param signal only an orchestrator's SIGTERM has anybody to wait for; Ctrl-C ends at once */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.begun = true;
    this.connections?.dismiss();
    if (signal === ShutdownSignal.SIGTERM) await setTimeout(this.config.DRAIN_SECONDS * 1000);
    await this.connections?.end(PATIENCE);
  }
}
