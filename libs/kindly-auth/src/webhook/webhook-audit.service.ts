import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { KindlyBotRegistry } from './kindly-bot.registry.js';
import { KindlyWebhookGuard } from './kindly-webhook.guard.js';
import { routeHandlersOf } from './route-handlers.js';
import { resolveWebhookRoute, type WebhookRoute, webhookOptionsOf } from './webhook-route.js';

/** Where `@UseGuards()` leaves its guards. Nest exports no name for it. */
const GUARDS_METADATA = '__guards__';

/** A class or, for a controller of a factory, a function. */
interface Controller {
  readonly name: string;
  readonly prototype?: object;
}

function isOurGuard(guard: unknown): boolean {
  return (
    guard instanceof KindlyWebhookGuard ||
    guard === KindlyWebhookGuard ||
    (typeof guard === 'function' && guard.prototype instanceof KindlyWebhookGuard)
  );
}

function isGuarded(target: object): boolean {
  const guards = Reflect.getMetadata(GUARDS_METADATA, target) as readonly unknown[] | undefined;
  return guards?.some(isOurGuard) ?? false;
}

/**
 * Looks at every guarded route once, before the app listens: a route that is misconfigured or open
 * to everybody by accident must not wait for the first request to be found.
 *
 * @internal
 */
@Injectable()
export class WebhookAudit implements OnModuleInit {
  private readonly logger = new Logger('KindlyAuthModule');

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registry: KindlyBotRegistry,
  ) {}

  /** @throws KindlyAuthOptionsError of the first route that cannot work */
  onModuleInit(): void {
    const routes = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.routesOf(metatype) : []));
    this.warnOfUnreachable(routes);
  }

  private routesOf(controller: Controller): WebhookRoute[] {
    return [...routeHandlersOf(controller.prototype ?? {})]
      .filter(([, handler]) => isGuarded(controller) || isGuarded(handler))
      .map(([name, handler]) => {
        const options = webhookOptionsOf(controller, handler);
        return resolveWebhookRoute(options, this.registry, `${controller.name}.${name}`);
      });
  }

  /** The usual reason why "all my webhooks are anonymous". */
  private warnOfUnreachable(routes: readonly WebhookRoute[]): void {
    const bots = new Set(routes.flatMap(({ bot, identity }) => (identity === 'none' ? [] : [bot])));
    for (const { settings, forwardsNowhere } of bots) {
      if (!forwardsNowhere) continue;
      this.logger.warn(
        `Option "webhookDomains" of bot "${settings.bot}" is empty, so Kindly will forward its tokens to no webhook. List the host of yours.`,
      );
    }
  }
}
