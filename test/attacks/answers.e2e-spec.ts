import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import type { Attack } from '../support/attacks/attack.js';
import { GOOD_REQUESTS } from '../support/attacks/goods.js';
import { strike } from '../support/attacks/strike.js';
import { ATTACK_TABLE } from '../support/attacks/table.js';
import { startTarget } from '../support/attacks/target.js';
import type { Answer, Refusal } from '../support/http.js';
import { recordingLogger, type RunningApp } from '../support/running-app.js';
import { outcome } from '../support/webhook.js';

/** What an answer may say beside its body; the rest is the adapter's. */
const SECURITY_HEADERS = [
  'www-authenticate',
  'cache-control',
  'content-type',
  'content-length',
  'access-control-allow-origin',
  'set-cookie',
  'location',
  'allow',
];

function securityHeaders({ headers }: Answer): readonly unknown[] {
  return SECURITY_HEADERS.map((name) => headers[name]);
}

/** What the operator reads: where, which code, and the exact reason. */
function logLineOf({ door, expected, reason }: Attack): string {
  const { errorCode } = expected.body as Refusal;
  const why = `(${errorCode}): ${reason}`;
  if (door === 'tokens' || door === 'nobody') {
    return `No token was issued ${why} KindlyTokenController`;
  }
  return errorCode === 'body_invalid'
    ? `A webhook was refused ${why} KindlyPayload`
    : `Doors.${door} refused a webhook ${why} KindlyWebhookGuard`;
}

describe('the table of attacks', () => {
  const debug = recordingLogger('debug');
  let apps: readonly RunningApp[] = [];

  beforeAll(async () => {
    // Tokens live by the second: with the clock at rest, the last good one and the first bad one do.
    vi.useFakeTimers({ toFake: ['Date'] });
    apps = await Promise.all(ADAPTERS.map((adapter) => startTarget(adapter, debug.logger)));
  });

  afterAll(async () => {
    vi.useRealTimers();
    await Promise.all(apps.map(({ app }) => app.close()));
  });

  /** The same bytes to every adapter. */
  async function answersTo({
    door,
    make,
  }: Pick<Attack, 'door' | 'make'>): Promise<readonly Answer[]> {
    const sent = await make();
    const answers: Answer[] = [];
    for (const { url } of apps) answers.push(await strike(url, door, sent));
    return answers;
  }

  describe.each(ATTACK_TABLE)('$title', ({ attacks }) => {
    it.each(attacks)('$name', async (attack) => {
      const before = debug.lines.length;
      const answers = await answersTo(attack);
      for (const answer of answers) {
        expect(await outcome(Promise.resolve(answer))).toEqual(attack.expected);
      }
      const noStore = attack.door === 'tokens' || attack.door === 'nobody' ? 'no-store' : undefined;
      const [express, fastify] = answers;
      expect(express?.headers['cache-control']).toBe(noStore);
      expect(express?.text).toBe(fastify?.text);
      expect(express && securityHeaders(express)).toEqual(fastify && securityHeaders(fastify));

      // The operator learns which rule it was, once for each adapter.
      expect(debug.lines.slice(before)).toEqual(apps.map(() => logLineOf(attack)));
    });
  });

  it.each(GOOD_REQUESTS)('lets $name through', async (good) => {
    const statuses = (await answersTo(good)).map(({ status }) => status);
    expect(statuses).toEqual(apps.map(() => 200));
  });
});
