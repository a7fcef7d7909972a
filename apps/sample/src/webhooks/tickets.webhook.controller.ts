import { Body, Controller, Get, Header, Post, Query, UseGuards } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import { KindlyWebhook } from 'nestjs-kindly-auth';
import { type Database, InjectDatabase } from '../database/database.js';
import { tickets } from '../database/schema.js';
import { TICKETS } from '../kindly/kindly.module.js';
import { TicketHandshakeGuard } from './ticket-handshake.guard.js';
import { TicketUpdate } from './ticket-update.dto.js';

/** Keeps what Kindly says of its tickets. No user stands behind such a request, so it has no token. */
@Controller('webhooks/tickets')
@SkipThrottle()
export class TicketsWebhookController {
  constructor(@InjectDatabase() private readonly database: Database) {}

  /** What Kindly asks when the webhook is set up: it says a word that we know, we repeat its own. */
  @Get()
  @UseGuards(TicketHandshakeGuard)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  handshake(@Query('challenge') challenge: unknown): string {
    return typeof challenge === 'string' ? challenge : '';
  }

  /** Kindly may deliver the same update twice, so it is stored in a way that makes no difference. */
  @Post()
  @KindlyWebhook({ identity: 'none', signature: TICKETS })
  async update(@Body() { ticket, chat }: TicketUpdate): Promise<{ ok: true }> {
    const values = { id: ticket.id, status: ticket.status, chatId: chat.id };
    await this.database
      .insert(tickets)
      .values(values)
      .onConflictDoUpdate({ target: tickets.id, set: values });
    return { ok: true };
  }
}
