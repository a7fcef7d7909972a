import { loadConfig } from '../config/load-config.js';
import { defineCommand } from './command.js';
import { configOf, START_OPTIONS } from './start.options.js';

export const startCommand = defineCommand({
  name: 'start',
  operand: '',
  summary: 'Starts the emulator, with a console at http://localhost:4000.',
  description: `Starts the emulator: the chat for your pages, the check of your tokens, the webhooks, an inbox and a
console that says why. It runs until Ctrl-C. Each flag can be a variable of the environment, too:
KINDLY_BOT_KEY, KINDLY_PUBLIC_KEY, KINDLY_HMAC_SECRET, KINDLY_EMULATOR_PORT and so on (see
docs/emulator.md).`,
  options: START_OPTIONS,
  exitCodes: { '0': 'It was stopped.', '1': undefined },
  examples: [
    '--public-key public.pem --hmac "$KINDLY_HMAC_SECRET"',
    '--public-key public.pem --host shop.example.com=http://localhost:3000 --dialogue order-status=https://shop.example.com/webhooks/orders',
    'start --port 4001 --json',
  ],
  async run({ flags }) {
    const file = flags.config ?? process.env['KINDLY_EMULATOR_CONFIG'];
    const config = loadConfig(configOf(flags), process.env, file);
    // The other commands need none of the framework, and answer sooner without.
    const { start } = await import('./start.js');
    await start(config, flags.json);
    return undefined;
  },
});
