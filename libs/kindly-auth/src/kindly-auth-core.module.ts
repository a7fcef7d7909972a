import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { KindlyBotRegistry } from './webhook/kindly-bot.registry.js';
import { KindlyWebhookGuard } from './webhook/kindly-webhook.guard.js';
import { WebhookAudit } from './webhook/webhook-audit.service.js';
import { WebhookDocumentation } from './webhook/webhook-documentation.service.js';

/**
 * What an app has once, however many bots it has: the registry in which guards find their bot.
 *
 * @internal
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [KindlyBotRegistry, KindlyWebhookGuard, WebhookAudit, WebhookDocumentation],
  exports: [KindlyBotRegistry, KindlyWebhookGuard, WebhookDocumentation],
})
export class KindlyAuthCoreModule {}
