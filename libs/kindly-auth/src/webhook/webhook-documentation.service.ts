import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DEFAULT_BOT } from '../keys/default-bot.js';
import { documentWebhook } from './document-webhook.js';
import { KindlyBotRegistry } from './kindly-bot.registry.js';
import { routeHandlersOf } from './route-handlers.js';
import {
  isWebhook,
  resolveWebhookRoute,
  type WebhookRoute,
  webhookOptionsOf,
} from './webhook-route.js';

/**
 * Documents the webhooks of an app for OpenAPI, as soon as their bot is known: which of them are signed,
 * and what they refuse, depends on its options. That is before the app is initialised, since a document is
 * usually made between `NestFactory.create()` and `app.listen()`.
 *
 * @internal
 */
@Injectable()
export class WebhookDocumentation {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registry: KindlyBotRegistry,
  ) {}

  /** @param bot that is in the registry */
  document(bot: string): void {
    for (const { metatype } of this.discovery.getControllers()) {
      if (metatype) this.documentController(metatype, bot);
    }
  }

  private documentController(controller: { readonly prototype?: object }, bot: string): void {
    for (const [name, handler] of routeHandlersOf(controller.prototype ?? {})) {
      if (!isWebhook(controller, handler)) continue;
      const options = webhookOptionsOf(controller, handler);
      if ((options.bot ?? DEFAULT_BOT) !== bot) continue;
      const route = this.routeOf(options);
      if (route) documentWebhook(handler, controller, name, route);
    }
  }

  /** A route that cannot work is reported by the audit, which resolves it again and knows its place. */
  private routeOf(options: Parameters<typeof resolveWebhookRoute>[0]): WebhookRoute | undefined {
    try {
      return resolveWebhookRoute(options, this.registry, '');
    } catch {
      return undefined;
    }
  }
}
