import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { EmulatorConfig } from '../config/emulator-config.js';
import { InjectConfig } from '../config/emulator-config.token.js';

/** Where the emulator listens. */
@Injectable()
export class EmulatorUrl {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @InjectConfig() private readonly config: EmulatorConfig,
  ) {}

  /** With port 0 the system chooses one when the emulator starts. */
  get port(): number {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : this.config.port;
  }

  /** As browsers reach it. */
  get url(): string {
    const { url } = this.config;
    return url === undefined ? `http://localhost:${this.port}` : new URL(url).origin;
  }
}
