import { ConfigError } from '../config/config.error.js';
import type { Delivery } from '../protocol/console-protocol.js';
import type { Command } from './arguments.js';

async function ask(url: string, command: object): Promise<Response> {
  try {
    return await fetch(new URL('/api/trigger', url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
    });
  } catch {
    throw new ConfigError(`No emulator answers at ${url}. Start one, or give its --url.`);
  }
}

function isDelivery(answer: Partial<Delivery>): answer is Delivery {
  return Array.isArray(answer.rules) && typeof answer.summary === 'string';
}

function lines({ sentTo, url, dialogue, response, error, milliseconds, summary, rules }: Delivery) {
  const answer = response
    ? `<--  [${response.status}] ${milliseconds} ms  ${response.body.slice(0, 200)}`
    : `<--  ${error ?? 'no answer'}`;
  const advice = rules
    .filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')
    .map(({ verdict, rule, found, advice: what }) => `     ${verdict} ${rule}: ${found}. ${what}`);
  return [
    `-->  POST ${url} (${dialogue}), sent to ${sentTo || 'nowhere'}`,
    answer,
    `     ${summary}`,
    ...advice,
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
export async function trigger({ dialogue, trigger: flags }: Command): Promise<number> {
  if (dialogue === '') throw new ConfigError('Which dialogue? kindly-emulator trigger <dialogue>');
  const { url = 'http://localhost:4000', json, chat, message, fault } = flags;
  const response = await ask(url, { dialogue, chat, message, fault });
  if (!response.ok) {
    const refusal = (await response.json().catch(() => ({}))) as { message?: string | string[] };
    throw new ConfigError(
      [refusal.message ?? `The emulator answered ${response.status}.`].flat().join(' '),
    );
  }
  const delivery = (await response.json().catch(() => ({}))) as Partial<Delivery>;
  if (!isDelivery(delivery)) throw new ConfigError(`What answers at ${url} is no emulator.`);
  const text = json ? JSON.stringify(delivery) : lines(delivery).join('\n');
  process.stdout.write(`${text}\n`);
  return isAsItShould(delivery) ? 0 : 1;
}
