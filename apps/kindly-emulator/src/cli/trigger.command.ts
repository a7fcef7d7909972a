import { ConfigError } from '../config/config.error.js';
import type { Delivery } from '../protocol/console-protocol.js';
import { FAULTS } from '../webhook/faults/faults.js';
import { askEmulator, EMULATOR_OPTION } from './ask-emulator.js';
import { defineCommand, JSON_OPTION } from './command.js';
import { exchangeLines } from './exchange-lines.js';
import { rulesToMend } from './rule-lines.js';
import { out } from './terminal.js';

function isDelivery(answer: Partial<Delivery>): answer is Delivery {
  return Array.isArray(answer.rules) && typeof answer.summary === 'string';
}

function lines(delivery: Delivery): string[] {
  const { sentTo, url, dialogue, summary, rules } = delivery;
  return [
    `-->  POST ${url} (${dialogue}), sent to ${sentTo || 'nowhere'}`,
    ...exchangeLines(delivery, 'no answer', summary),
    ...rulesToMend(rules),
  ];
}

/** With a fault, a webhook does well to refuse. */
function isAsItShould({ fault, rules, succeeded }: Delivery): boolean {
  if (fault === null) return succeeded;
  return rules.some(({ rule, verdict }) => rule === 'fault' && verdict === 'ok');
}

export const triggerCommand = defineCommand({
  name: 'trigger',
  operand: '<dialogue>',
  summary: 'Fires one webhook.',
  description: `Lets a running emulator fire the webhook of one of its dialogues, and prints what came of it. The faults
are: ${FAULTS.map(({ name }) => name).join(', ')}.`,
  options: {
    message: { type: 'string', short: 'm', value: '<text>', help: 'What the user says.' },
    fault: { type: 'string', value: '<name>', help: 'What is to be wrong with it on purpose.' },
    chat: { type: 'string', value: '<id>', help: 'Default: the chat that was active last.' },
    url: EMULATOR_OPTION,
    json: JSON_OPTION,
  },
  exitCodes: {
    '0': 'The webhook answered as Kindly expects, or refused the fault as it should.',
    '1': 'It did not.',
  },
  examples: [
    'trigger order-status -m "Where is order 42?"',
    'trigger order-status --fault hmac-wrong',
    'trigger order-status --json',
  ],
  async run({ operand: dialogue, flags }) {
    if (!dialogue) throw new ConfigError('Which dialogue? kindly-emulator trigger <dialogue>');
    const { url, json, chat, message, fault } = flags;
    const command = { dialogue, chat, message, fault };
    const delivery = await askEmulator(url, 'trigger', command, isDelivery);
    if (json) out.printJson(delivery);
    else out.print(...lines(delivery));
    return isAsItShould(delivery) ? 0 : 1;
  },
});
