import type { IncomingMessage } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
} from '@nestjs/common';
import { EmulatorConfig } from '../config/emulator-config.js';
import { InjectConfig } from '../config/emulator-config.token.js';
import { EmulatorUrl } from '../state/emulator-url.service.js';

/** Also as Node writes it on a socket that takes IPv6 and IPv4. */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Keeps the control API, which shows tokens and sends requests, for the emulator's own console and
 * command line on this machine, unless it was opened to others.
 *
 * Any page in the developer's browser can send requests to localhost: its `Origin` gives it away. A
 * name of an attacker's that resolves to 127.0.0.1 makes his page same-origin: its `Host` does. And
 * whoever is on the same network can write any `Host`: his address does.
 */
@Injectable()
export class LocalOnlyGuard implements CanActivate {
  constructor(
    private readonly emulator: EmulatorUrl,
    @InjectConfig() private readonly config: EmulatorConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, socket } = context.switchToHttp().getRequest<IncomingMessage>();
    const { host = '', origin } = headers;
    const { 'sec-fetch-site': site = 'none' } = headers;
    const isSameSite = site === 'same-origin' || site === 'none';
    const isNear = this.config.openConsole || LOOPBACK.test(socket.remoteAddress ?? '');
    if (isNear && isSameSite && this.isOwnHost(host) && this.isOwnOrigin(origin, host)) return true;
    throw new ForbiddenException(
      'Only the console of the emulator and its command line may do this.',
    );
  }

  private isOwnHost(host: string): boolean {
    const { port, url } = this.emulator;
    const { openConsole, listen } = this.config;
    const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`);
    const open = openConsole ? [`${listen}:${port}`, new URL(url).host] : [];
    return [...local, ...open].includes(host);
  }

  private isOwnOrigin(origin: string | undefined, host: string): boolean {
    const isOpened = this.config.openConsole && origin === this.emulator.url;
    return origin === undefined || origin === `http://${host}` || isOpened;
  }
}
