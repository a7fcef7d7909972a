import { Inject, type InjectionToken } from '@nestjs/common';
import { DEFAULT_BOT } from '../keys/default-bot.js';
import { KindlyTokenService } from './kindly-token.service.js';

/** @internal */
export function tokenServiceToken(bot: string): InjectionToken {
  return bot === DEFAULT_BOT ? KindlyTokenService : `KindlyTokenService(${bot})`;
}

/**
 * Injects the `KindlyTokenService` of a bot.
 *
 * @param bot the extra `bot` of its module. Default: the bot without a name
 */
export function InjectKindlyTokenService(
  bot: string = DEFAULT_BOT,
): ParameterDecorator & PropertyDecorator {
  return Inject(tokenServiceToken(bot));
}
