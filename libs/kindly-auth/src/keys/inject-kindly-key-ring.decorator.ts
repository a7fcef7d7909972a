import { Inject, type InjectionToken } from '@nestjs/common';
import { DEFAULT_BOT } from './default-bot.js';
import { KindlyKeyRing } from './kindly-key-ring.js';

/** @internal */
export function keyRingToken(bot: string): InjectionToken {
  return bot === DEFAULT_BOT ? KindlyKeyRing : `KindlyKeyRing(${bot})`;
}

/**
 * Injects the `KindlyKeyRing` of a bot.
 *
 * @param bot the extra `bot` of its module. Default: the bot without a name
 */
export function InjectKindlyKeyRing(
  bot: string = DEFAULT_BOT,
): ParameterDecorator & PropertyDecorator {
  return Inject(keyRingToken(bot));
}
