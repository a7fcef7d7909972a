import { Body, Controller, Get, Header, Post, Query, UseGuards } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import { lt } from 'drizzle-orm';
import { KindlyWebhook } from 'nestjs-kindly-auth';
import { Database } from '../database/database.service.js';
import { tickets } from '../database/schema.js';
import { TICKETS } from '../kindly/kindly.module.js';
import { TicketHandshakeGuard } from './ticket-handshake.guard.js';
import { TicketUpdate } from './ticket-update.dto.js';

/** Keeps what Kindly says of its tickets. No user stands behind such a request, so it has no token. */
@Controller('webhooks/tickets')
@SkipThrottle()
export class TicketsWebhookController {
  constructor(private readonly database: Database) {}

  /** What Kindly asks when the webhook is set up: it says a word that we know, we repeat its own. */
  @Get()
  @UseGuards(TicketHandshakeGuard)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  handshake(@Query('challenge') challenge: unknown): string {
    return typeof challenge === 'string' ? challenge : '';
  }

  /** Kindly may deliver an update twice, or late: neither makes a difference. */
  @Post()
  @KindlyWebhook({ identity: 'none', signature: TICKETS })
  async update(@Body() { ticket, chat }: TicketUpdate): Promise<{ ok: true }> {
    const updatedAt = new Date(chat.updated);
    const values = { id: ticket.id, status: ticket.status, chatId: chat.id, updatedAt };
    await this.database.tables
      .insert(tickets)
      .values(values)
      .onConflictDoUpdate({
        target: tickets.id,
        set: values,
        setWhere: lt(tickets.updatedAt, updatedAt),
      });
    return { ok: true };
  }
}
