import { Controller, Post } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import {
  kindlyHtml,
  KindlyPayload,
  type KindlyReply,
  KindlyUser,
  KindlyWebhook,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import type { Order } from '../database/schema.js';
import { OrdersService } from '../orders/orders.service.js';

const STATUS: Readonly<Record<Order['status'], (order: Order) => string>> = {
  packed: ({ expectedOn }) => `is packed and leaves our warehouse today, expected on ${expectedOn}`,
  shipped: ({ expectedOn }) => `is on its way to you, expected on ${expectedOn}`,
  delivered: () => 'has been delivered',
};

function tell(order: Order): string {
  const status = STATUS[order.status](order);
  return kindlyHtml`<b>Order ${order.id}</b> (${order.title}) ${status}.`;
}

/** Answers "where is my order?" about the orders of the customer who asks, and of nobody else. */
@Controller('webhooks/orders')
@SkipThrottle()
export class OrdersWebhookController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @KindlyWebhook()
  async status(
    // Who asks stands in the token. The body could name anybody.
    @KindlyUser('sub') customerId: string,
    @KindlyPayload() { message = '' }: KindlyWebhookPayload,
  ): Promise<KindlyReply> {
    const number = /\d{3,9}/.exec(message)?.[0];
    return number === undefined
      ? this.offer(Number(customerId))
      : this.answer(Number(customerId), Number(number));
  }

  private async answer(customerId: number, number: number): Promise<KindlyReply> {
    const order = await this.orders.find(customerId, number);
    return order
      ? { reply: tell(order), new_context: { last_order: String(order.id) } }
      : { reply: kindlyHtml`There is no order ${number} among yours.` };
  }

  private async offer(customerId: number): Promise<KindlyReply> {
    const orders = await this.orders.findAll(customerId);
    if (orders.length === 0) return { reply: 'You have no orders with us yet.' };
    return {
      reply: 'Which order do you mean?',
      buttons: orders.map(({ id, title }) => ({
        button_type: 'quick_reply',
        label: `${id}: ${title}`,
        value: `Where is order ${id}?`,
      })),
    };
  }
}
