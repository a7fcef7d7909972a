import { applyDecorators, SetMetadata, type Type, UseGuards } from '@nestjs/common';
import { KindlyWebhookGuard } from './kindly-webhook.guard.js';
import { answerOk } from './answer-ok.js';
import type { KindlyWebhookOptions } from './kindly-webhook.options.js';
import { forEachHandler } from './webhook-handlers.js';
import { WEBHOOK_METADATA } from './webhook-route.js';

/** Options of {@link KindlyWebhook}. */
export interface KindlyWebhookDecoratorOptions extends KindlyWebhookOptions {
  /**
   * A guard of yours that extends {@link KindlyWebhookGuard}. Where class and method both have the
   * decorator, both name theirs. Default: `KindlyWebhookGuard`
   */
  readonly guard?: Type<KindlyWebhookGuard> | undefined;
}

/**
 * Makes a route, or every route of a controller, a Kindly webhook: guarded by
 * {@link KindlyWebhookGuard}, answered with 200, and documented if `@nestjs/swagger` is installed.
 *
 * ```ts
 * @Controller('webhooks')
 * export class OrdersController {
 *   @Post('orders')
 *   @KindlyWebhook()
 *   status(@KindlyUser('sub') userId: string): KindlyReply {
 *     return { reply: `Hello, ${userId}` };
 *   }
 * }
 * ```
 *
 * On a method it wins, key by key, over what the class says. The app does not start when the options
 * cannot work (`KindlyAuthOptionsError`).
 */
export function KindlyWebhook(
  options: KindlyWebhookDecoratorOptions = {},
): ClassDecorator & MethodDecorator {
  const { guard = KindlyWebhookGuard, ...route } = options;
  return applyDecorators(
    SetMetadata(WEBHOOK_METADATA, route),
    UseGuards(guard),
    forEachHandler(answerOk),
  );
}
