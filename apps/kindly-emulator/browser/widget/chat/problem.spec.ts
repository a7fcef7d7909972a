import { describe, expect, it } from 'vitest';
import { refusalOf } from './chat-refusal.error.js';
import { connectProblem, sendProblem } from './problem.js';

const ORIGIN = 'http://localhost:4000';

const refused = (status: number, body: unknown) => refusalOf(Response.json(body, { status }));

const answers = async () => ({
  'an unknown bot key': await refused(404, { error: 'bot_unknown', message: 'No such bot.' }),
  'a refusal with a reason': await refused(400, { error: 'invalid', message: 'No chat id.' }),
  'a refusal of somebody else': await refused(403, { error: 'blocked', message: 'By the proxy.' }),
  'a page of somebody else': await refusalOf(new Response('<h1>Bad gateway</h1>', { status: 502 })),
  null: await refused(500, null),
  nobody: new TypeError('Failed to fetch'),
  'somebody too slow': new DOMException('signal timed out', 'TimeoutError'),
});

type Answer = keyof Awaited<ReturnType<typeof answers>>;

describe('what the panel says, and what to do', () => {
  it.each<[Answer, string, string]>([
    ['an unknown bot key', `The emulator at ${ORIGIN} has no bot with this key`, 'No such bot.'],
    ['a refusal with a reason', 'The emulator refuses the chat: No chat id.', 'No chat id.'],
    [
      'a refusal of somebody else',
      'The emulator refuses the chat: The emulator answered 403.',
      'The emulator answered 403.',
    ],
    [
      'a page of somebody else',
      'The emulator refuses the chat: The emulator answered 502.',
      'The emulator answered 502.',
    ],
    [
      'null',
      'The emulator refuses the chat: The emulator answered 500.',
      'The emulator answered 500.',
    ],
    ['nobody', `The emulator at ${ORIGIN} does not answer: start it`, 'does not answer.'],
    ['somebody too slow', `The emulator at ${ORIGIN} does not answer`, 'does not answer.'],
  ])('when it meets %s', async (answer, connecting, sending) => {
    const error = (await answers())[answer];
    expect(connectProblem(error, ORIGIN)).toContain(connecting);
    expect(sendProblem(error)).toContain(sending);
  });
});
