import { Body, Controller, Post } from '@nestjs/common';
import {
  KindlyPayload,
  type KindlyReply,
  KindlyUser,
  KindlyWebhook,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { Receipt, Ticket } from './ticket.dto.js';

@Controller('webhooks')
export class OrdersController {
  /** Says where an order is. */
  @Post('orders')
  @KindlyWebhook()
  status(
    @KindlyUser('sub') userId: string,
    @KindlyPayload() payload: KindlyWebhookPayload,
  ): KindlyReply {
    return { reply: `${userId}, ${payload.chat_id}` };
  }

  /** Keeps a ticket. */
  @Post('tickets')
  @KindlyWebhook({ identity: 'none', signature: false })
  keep(@Body() ticket: Ticket): Receipt {
    return { received: ticket.ticket !== undefined };
  }
}
