import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';

/** Requests a minute that the limits in the code are written for. */
export const USUAL_RATE = 120;

/** Takes the limits that stand at the routes in proportion to `RATE_LIMIT`. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  @InjectConfig() private readonly config!: Environment;

  protected override handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const limit = Math.ceil((request.limit * this.config.RATE_LIMIT) / USUAL_RATE);
    return super.handleRequest({ ...request, limit });
  }
}
