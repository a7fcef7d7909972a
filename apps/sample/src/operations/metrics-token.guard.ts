import type { IncomingHttpHeaders } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  NotFoundException,
  UnauthorizedException,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { isSameSecret } from '../config/same-secret.js';

function bearerOf({ authorization = '' }: IncomingHttpHeaders): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}

/** Metrics say how a shop is doing: in production nobody reads them who has no token for it. */
@Injectable()
export class MetricsTokenGuard implements CanActivate {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @InjectConfig() private readonly config: Environment,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { METRICS_TOKEN: token, isProduction } = this.config;
    if (token === undefined) {
      // As of a path that there is not.
      if (isProduction) throw new NotFoundException('Cannot GET /metrics');
      return true;
    }
    const http = context.switchToHttp();
    if (
      isSameSecret(bearerOf(http.getRequest<{ headers: IncomingHttpHeaders }>().headers), token)
    ) {
      return true;
    }
    this.adapterHost.httpAdapter.setHeader(http.getResponse(), 'WWW-Authenticate', 'Bearer');
    throw new UnauthorizedException();
  }
}
