import { ConfigError } from '../config/config.error.js';
import type { Delivery } from '../protocol/console-protocol.js';
import type { Command } from './arguments.js';
import { askEmulator } from './ask-emulator.js';
import { rulesToMend } from './rule-lines.js';

function isDelivery(answer: Partial<Delivery>): answer is Delivery {
  return Array.isArray(answer.rules) && typeof answer.summary === 'string';
}

function lines({ sentTo, url, dialogue, response, error, milliseconds, summary, rules }: Delivery) {
  const answer = response
    ? `<--  [${response.status}] ${milliseconds} ms  ${response.body.slice(0, 200)}`
    : `<--  ${error ?? 'no answer'}`;
  return [
    `-->  POST ${url} (${dialogue}), sent to ${sentTo || 'nowhere'}`,
    answer,
    `     ${summary}`,
    ...rulesToMend(rules),
  ];
}

/** With a fault, a webhook does well to refuse. */
function isAsItShould({ fault, rules, succeeded }: Delivery): boolean {
  if (fault === null) return succeeded;
  return rules.some(({ rule, verdict }) => rule === 'fault' && verdict === 'ok');
}

/**
 * Fires one webhook and prints what came of it.
 *
 * @returns the exit code: 0 when the webhook answered as Kindly expects, or refused a fault; else 1
 */
export async function trigger({ operand: dialogue, client }: Command): Promise<number> {
  if (dialogue === '') throw new ConfigError('Which dialogue? kindly-emulator trigger <dialogue>');
  const { url, json, chat, message, fault } = client;
  const command = { dialogue, chat, message, fault };
  const delivery = await askEmulator(url, 'trigger', command, isDelivery);
  const text = json ? JSON.stringify(delivery) : lines(delivery).join('\n');
  process.stdout.write(`${text}\n`);
  return isAsItShould(delivery) ? 0 : 1;
}
