import type { IncomingHttpHeaders } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
} from '@nestjs/common';
import { EmulatorConfig } from '../config/emulator-config.js';
import { InjectConfig } from '../config/emulator-config.token.js';
import { EmulatorUrl } from '../state/emulator-url.service.js';

/**
 * Keeps the control API for the emulator's own console and command line.
 *
 * Any page in the developer's browser can send requests to localhost: its `Origin` gives it away. And a
 * name of an attacker's that resolves to 127.0.0.1 makes his page same-origin: its `Host` does.
 */
@Injectable()
export class LocalOnlyGuard implements CanActivate {
  constructor(
    private readonly emulator: EmulatorUrl,
    @InjectConfig() private readonly config: EmulatorConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders }>();
    const { host = '', origin } = headers;
    const { 'sec-fetch-site': site = 'none' } = headers;
    const isSameSite = site === 'same-origin' || site === 'none';
    const isOwnOrigin =
      origin === undefined || origin === `http://${host}` || origin === this.emulator.url;
    if (this.isOwnHost(host) && isOwnOrigin && isSameSite) return true;
    throw new ForbiddenException(
      'Only the console of the emulator and its command line may do this.',
    );
  }

  private isOwnHost(host: string): boolean {
    const names = ['localhost', '127.0.0.1', '[::1]', this.config.listen];
    const isLocal = names.some((name) => host === `${name}:${this.emulator.port}`);
    // The name that was configured for it is as good.
    return isLocal || host === new URL(this.emulator.url).host;
  }
}
