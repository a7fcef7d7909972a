import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { type KindlyBot, KindlyBotRegistry } from './kindly-bot.registry.js';

Logger.overrideLogger(false);

function botAt(path: string): KindlyBot {
  return { settings: { bot: path }, tokenSource: path, path } as KindlyBot;
}

describe('KindlyBotRegistry', () => {
  it('tells paths apart by their parts', () => {
    const registry = new KindlyBotRegistry();
    const paths = ['kindly/token', 'kindlytoken', 'kindly/to/ken'];
    for (const path of paths) registry.register(botAt(path));
    expect(registry.names()).toEqual(paths);
  });

  it.each(['/kindly/token', 'kindly/token/', 'kindly//token', 'Kindly/TOKEN'])(
    'takes %s for kindly/token',
    (path) => {
      const registry = new KindlyBotRegistry();
      registry.register(botAt('kindly/token'));
      expect(() => registry.register(botAt(path))).toThrow('is "kindly/token" for two bots');
    },
  );
});
