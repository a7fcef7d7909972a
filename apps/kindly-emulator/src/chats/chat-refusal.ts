import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ChatRefusal } from '../protocol/chat-protocol.js';

const REFUSALS: Readonly<Record<ChatRefusal['error'], readonly [number, string]>> = {
  chat_unknown: [404, 'There is no such chat. The emulator was probably restarted: connect again.'],
  token_expired: [401, 'The token of this chat has expired: call getAuthToken again.'],
  bot_unknown: [
    403,
    'There is no bot with this key. Compare data-bot-key with the bot key of the emulator.',
  ],
  invalid: [400, 'The request is not what it should be.'],
};

/** A refusal of the chat API. */
export class ChatRefusalException extends HttpException {
  constructor(error: ChatRefusal['error'], message: string = REFUSALS[error][1]) {
    super({ error, message } satisfies ChatRefusal, REFUSALS[error][0]);
  }
}

/** Gives every refusal the form that the widget reads, those of the validation too. */
@Catch(HttpException)
export class ChatRefusalFilter implements ExceptionFilter<HttpException> {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(exception: HttpException, host: ArgumentsHost): void {
    const refusal =
      exception instanceof ChatRefusalException ? exception : new ChatRefusalException('invalid');
    const response: unknown = host.switchToHttp().getResponse();
    this.adapterHost.httpAdapter.reply(response, refusal.getResponse(), refusal.getStatus());
  }
}
