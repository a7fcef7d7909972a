import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { KindlyBotRegistry } from './kindly-bot.registry.js';
import { KindlyWebhookGuard } from './kindly-webhook.guard.js';
import { routeHandlersOf } from './route-handlers.js';
import {
  isWebhook,
  resolveWebhookRoute,
  type WebhookRoute,
  webhookOptionsOf,
} from './webhook-route.js';

/** Where `@UseGuards()` leaves its guards. Nest exports no name for it. */
const GUARDS_METADATA = '__guards__';

/** A class or, for a controller of a factory, a function. */
interface Controller {
  readonly name: string;
  readonly prototype?: object;
}

function isOurGuard(guard: unknown): boolean {
  return (
    guard === KindlyWebhookGuard ||
    (typeof guard === 'function' && guard.prototype instanceof KindlyWebhookGuard)
  );
}

function isGuarded(target: object, place: string): boolean {
  const guards = (Reflect.getMetadata(GUARDS_METADATA, target) ?? []) as readonly unknown[];
  if (guards.some((guard) => guard instanceof KindlyWebhookGuard)) {
    throw new KindlyAuthOptionsError(
      'guards',
      'invalid',
      `of ${place} hold an instance of KindlyWebhookGuard, which gets nothing injected. Give the class to @UseGuards().`,
    );
  }
  return guards.some(isOurGuard);
}

function unguarded(place: string): KindlyAuthOptionsError {
  return new KindlyAuthOptionsError(
    'guard',
    'invalid',
    `of ${place} must be a class that extends KindlyWebhookGuard.`,
  );
}

/**
 * Looks at every guarded route once, before the app listens: a route that is misconfigured or open
 * to everybody by accident must not wait for the first request to be found.
 *
 * Nest tells nobody which global guards an app has, and modules can be loaded later: the routes that
 * only those guard are checked by the guard itself, on each request.
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
    return [...routeHandlersOf(controller.prototype ?? {})].flatMap(([name, handler]) => {
      const place = `${controller.name}.${name}`;
      const isOurs = [controller, handler].some((target) => isGuarded(target, place));
      if (!isOurs && isWebhook(controller, handler)) throw unguarded(place);
      if (!isOurs) return [];
      return resolveWebhookRoute(webhookOptionsOf(controller, handler), this.registry, place);
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
