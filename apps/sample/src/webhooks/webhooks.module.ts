import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { OpeningHoursWebhookController } from './opening-hours.webhook.controller.js';
import { OrdersWebhookController } from './orders.webhook.controller.js';
import { TicketsWebhookController } from './tickets.webhook.controller.js';

@Module({
  imports: [OrdersModule],
  controllers: [OrdersWebhookController, OpeningHoursWebhookController, TicketsWebhookController],
})
export class WebhooksModule {}
