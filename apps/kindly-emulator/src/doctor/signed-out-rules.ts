import { headerOf } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { isHtml } from '../token-endpoint/endpoint-rules.js';
import { failed, passed } from '../token/rule.js';
import type { Asked } from './ask-endpoint.js';
import type { Answer } from './patient.js';

const ADVICE =
  'Answer 401 to who is not signed in, and nothing else: the page then lets the chat go on anonymously.';

/** What somebody got who is not signed in, and not 401. */
function problemOf(answer: Answer): string {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return `${status}: the page would follow it to ${headerOf(answer, 'location') ?? 'nowhere'}`;
  }
  if (status === 200) return isHtml(answer) ? '200 with a page of HTML' : '200 without a token';
  return String(status);
}

/** They speak of how it was asked, not of who asked. */
const UNREAD: ReadonlySet<number> = new Set([400, 415, 422]);

/** The answer that says most of what becomes of a request without a session. */
export function tellingAnswer(all: readonly Asked[]): Asked | undefined {
  return (
    all.find(({ token }) => token !== undefined) ??
    all.find(({ answer }) => !UNREAD.has(answer.status)) ??
    all[0]
  );
}

/** What becomes of a request without a session. */
export function signedOutRule({ answer, token }: Asked): RuleResult {
  if (token !== undefined) {
    return failed(
      'signed-out:token',
      'a request without cookie and credentials got a token',
      'Find out who is signed in from the session alone, never from the body, and answer 401 when nobody is.',
    );
  }
  return answer.status === 401
    ? passed('signed-out', '401')
    : failed('signed-out', problemOf(answer), ADVICE);
}
