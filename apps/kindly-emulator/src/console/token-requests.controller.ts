import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, NotFoundException, Post, UseGuards } from '@nestjs/common';
import type { TokenRequest } from '../protocol/console-protocol.js';
import { ChatStore } from '../state/chat-store.service.js';
import type { Chat } from '../state/chat.js';
import { TokenRequestService } from '../token-endpoint/token-request.service.js';
import { RequestToken } from './console-requests.dto.js';
import { LocalOnlyGuard } from './local-only.guard.js';

/** Tries an app's token endpoint without a browser. */
@Controller('api/token-requests')
@UseGuards(LocalOnlyGuard)
export class TokenRequestsController {
  constructor(
    private readonly chats: ChatStore,
    private readonly tokens: TokenRequestService,
  ) {}

  @Post()
  @HttpCode(200)
  request(@Body() command: RequestToken): Promise<TokenRequest> {
    return this.tokens.request(this.chatOf(command), command);
  }

  private chatOf({ chat: id, origin, url }: RequestToken): Chat {
    if (id !== undefined) {
      const known = this.chats.find(id);
      if (known) return known;
      throw new NotFoundException({ error: 'not_found', message: 'There is no such chat.' });
    }
    const chat = this.chats.open(randomUUID());
    const { host, origin: page } = new URL(origin ?? url);
    chat.page = { host, path: '/', url: `${page}/` };
    return chat;
  }
}
