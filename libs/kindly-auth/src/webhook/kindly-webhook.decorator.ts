import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { KindlyWebhookGuard } from './kindly-webhook.guard.js';
import { AnswerOk } from './answer-ok.decorator.js';
import { DocumentBearer } from './document-bearer.decorator.js';
import type { KindlyWebhookOptions } from './kindly-webhook.options.js';
import { WEBHOOK_METADATA } from './webhook-route.js';

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
  options: KindlyWebhookOptions = {},
): ClassDecorator & MethodDecorator {
  return applyDecorators(
    SetMetadata(WEBHOOK_METADATA, options),
    UseGuards(KindlyWebhookGuard),
    AnswerOk(),
    ...(options.identity === 'none' ? [] : [DocumentBearer()]),
  );
}
