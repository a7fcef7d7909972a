import { headerOf } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { CLOCK_TOLERANCE } from '../token/claim-rules.js';
import { failed, passed, skipped } from '../token/rule.js';
import type { Answer } from './patient.js';

/** No time in seconds comes near it before the year 5138: such a one is in milliseconds. */
const IN_MILLISECONDS = 1e11;

/**
 * By how many seconds a time that was taken during an exchange is ahead of this machine's clock; negative
 * when it is behind.
 *
 * @param time in whole seconds since 1970
 */
function aheadBy(time: number, { sentAt, receivedAt }: Answer): number {
  const [from, to] = [Math.floor(sentAt / 1000), Math.floor(receivedAt / 1000)];
  if (time > to) return time - to;
  return time < from ? time - from : 0;
}

/** Of an answer's `Date`; nothing when it has none. */
function dateOf(answer: Answer): number | undefined {
  const time = Date.parse(headerOf(answer, 'date') ?? '') / 1000;
  return Number.isNaN(time) ? undefined : time;
}

/** Whether the app's clock is right, as far as this machine's is. */
export function clockRule(answer: Answer, iat: unknown): RuleResult {
  const isTime = typeof iat === 'number' && iat < IN_MILLISECONDS;
  const [time, source] = isTime ? [iat, 'iat'] : [dateOf(answer), 'the header Date'];
  if (time === undefined) return skipped('clock', 'there is neither iat nor Date');
  const seconds = aheadBy(time, answer);
  if (Math.abs(seconds) <= CLOCK_TOLERANCE) return passed('clock', `by ${source}, it is right`);
  const amount = `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`;
  return failed(
    'clock',
    `by ${source}, it is ${amount} this machine's`,
    'Set both clocks by NTP. If they are right: make a token for each request, in place of keeping one.',
  );
}
