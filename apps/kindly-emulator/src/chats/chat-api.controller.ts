import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Headers,
  HttpCode,
  type MessageEvent,
  Post,
  Query,
  Sse,
  UseFilters,
} from '@nestjs/common';
import { defer, finalize, from, map, merge, type Observable } from 'rxjs';
import type { Authentication, Connection } from '../protocol/chat-protocol.js';
import { SettingsService } from '../state/settings.service.js';
import { AuthenticationService } from '../authentication/authentication.service.js';
import { BotService } from './bot.service.js';
import type { Chat } from '../state/chat.js';
import { ChatRefusalException, ChatRefusalFilter } from './chat-refusal.js';
import { ButtonClick, Connect, ConnectQuery, Message, Trigger } from './chat-requests.dto.js';
import { ChatStore } from '../state/chat-store.service.js';

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
/** Milliseconds that the bot seems to type. */
const TYPING_DURATION = 400;

interface ChatHeaders {
  readonly 'kindly-bot-key'?: string;
  readonly 'kindly-chat-uuid'?: string;
  readonly 'kindly-chatbubble-token'?: string;
  readonly 'kindly-auth-chat-uuid'?: string;
  readonly authorization?: string;
}

function bearerOf({ authorization = '' }: ChatHeaders): string | undefined {
  return /^bearer +(.+)$/is.exec(authorization)?.[1];
}

function answerTo({ authentication }: Chat): Authentication {
  if (!authentication) return { authenticated: false };
  const { exp } = authentication.claims;
  return { authenticated: true, ...(typeof exp === 'number' && { expires_at: exp }) };
}

/** What the chat widget talks to, under the paths and headers that Kindly's SDKs make public. */
@Controller('chatbubble/v2')
@UseFilters(ChatRefusalFilter)
export class ChatApiController {
  constructor(
    private readonly chats: ChatStore,
    private readonly bot: BotService,
    private readonly authentication: AuthenticationService,
    private readonly settings: SettingsService,
  ) {}

  @Post('connect')
  @HttpCode(200)
  connect(
    @Headers() headers: ChatHeaders,
    @Body() request: Connect,
    @Query() query: ConnectQuery,
  ): Connection {
    const { botKey, botName, tokenCalls } = this.settings.view();
    if (headers['kindly-bot-key'] !== botKey) throw new ChatRefusalException('bot_unknown');
    const wanted = headers['kindly-chat-uuid'] ?? randomUUID();
    if (!UUID.test(wanted)) throw new ChatRefusalException('invalid');
    const isNew = this.chats.find(wanted) === undefined;
    const chat = this.chats.open(wanted);
    chat.arriveFrom(request, query.language_code);
    if (isNew) this.welcome(chat, query);
    return {
      chat_id: chat.id,
      token: chat.token,
      created: chat.created,
      bot_name: botName,
      bot_typing_indicator: true,
      bot_typing_duration: TYPING_DURATION,
      token_calls: tokenCalls,
      messages: chat.messages,
      context: chat.context,
    };
  }

  private welcome(
    chat: Chat,
    { include_greeting: greets, trigger_dialogue_slug: slug }: ConnectQuery,
  ) {
    if (greets !== 'false') this.bot.greet(chat);
    if (slug) this.bot.trigger(chat, slug);
  }

  @Post('auth')
  @HttpCode(200)
  async auth(@Headers() headers: ChatHeaders): Promise<Authentication> {
    const chat = this.chatOf(headers);
    const other = headers['kindly-auth-chat-uuid'];
    if (other !== undefined && other !== chat.id) {
      this.authentication.give(other, bearerOf(headers));
      return { authenticated: false };
    }
    await this.authentication.authenticate(chat, bearerOf(headers));
    return answerTo(chat);
  }

  @Post('message')
  @HttpCode(202)
  message(@Headers() headers: ChatHeaders, @Body() request: Message): void {
    const chat = this.authenticatedChatOf(headers);
    chat.remember(request.new_context ?? {});
    this.bot.hear(chat, request.message);
  }

  @Post('button/click')
  @HttpCode(202)
  click(@Headers() headers: ChatHeaders, @Body() { button }: ButtonClick): void {
    this.bot.hear(this.authenticatedChatOf(headers), button.value || button.label);
  }

  @Post('trigger')
  @HttpCode(202)
  trigger(@Headers() headers: ChatHeaders, @Body() { slug }: Trigger): void {
    if (!this.bot.trigger(this.authenticatedChatOf(headers), slug)) {
      throw new ChatRefusalException('invalid', `There is no dialogue "${slug}".`);
    }
  }

  @Sse('stream')
  stream(
    @Query('chat') id: string,
    @Query('token') token: string,
    @Query('after') after: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Observable<MessageEvent> {
    const chat = this.chatOf({ 'kindly-chat-uuid': id, 'kindly-chatbubble-token': token });
    const missed = chat.eventsAfter(Number(lastEventId ?? after ?? 0) || 0);
    return defer(() => {
      this.connected(chat, 1);
      return merge(from(missed), chat.events);
    }).pipe(
      map(({ id: eventId, type, data }) => ({ id: String(eventId), type, data })),
      finalize(() => this.connected(chat, -1)),
    );
  }

  private connected(chat: Chat, change: number): void {
    chat.connections += change;
    this.chats.tell(chat);
  }

  private chatOf(headers: ChatHeaders): Chat {
    const chat = this.chats.find(headers['kindly-chat-uuid'] ?? '');
    if (chat && headers['kindly-chatbubble-token'] === chat.token) return chat;
    throw new ChatRefusalException('chat_unknown');
  }

  /** A token that has expired is renewed before the bot acts on what was said. */
  private authenticatedChatOf(headers: ChatHeaders): Chat {
    const chat = this.chatOf(headers);
    if (this.authentication.hasExpired(chat)) throw new ChatRefusalException('token_expired');
    return chat;
  }
}
