import { type HttpAnswer, headerOf } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed, warned } from '../token/rule.js';
import type { PageRequest } from './page-request.js';

/** What keeps the page from reading an answer; empty when nothing does. */
function hiddenBy(answer: HttpAnswer, { origin, hasCookies }: PageRequest): string {
  const allowed = headerOf(answer, 'access-control-allow-origin');
  if (allowed === undefined) return 'there is no Access-Control-Allow-Origin';
  if (allowed === '*' && hasCookies) {
    return 'Access-Control-Allow-Origin is "*", which browsers refuse where cookies are sent';
  }
  if (allowed !== '*' && allowed !== origin) {
    return `Access-Control-Allow-Origin is "${allowed}", and the page is on ${origin}`;
  }
  return hasCookies && headerOf(answer, 'access-control-allow-credentials') !== 'true'
    ? 'there is no Access-Control-Allow-Credentials: true, and cookies are sent'
    : '';
}

function advice({ origin, hasCookies }: PageRequest): string {
  return `Allow this page: app.enableCors({ origin: '${origin}'${hasCookies ? ', credentials: true' : ''} }). Or serve page and endpoint from one origin.`;
}

function listOf(value: string | undefined): readonly string[] {
  return (value ?? '').split(',').map((one) => one.trim().toLowerCase());
}

/** The header that a preflight was asked for and does not allow. */
function forbiddenHeader(
  answer: HttpAnswer,
  { askedHeaders, hasCookies }: PageRequest,
): string | undefined {
  const allowed = listOf(headerOf(answer, 'access-control-allow-headers'));
  // A star never stands for Authorization, and for nothing at all where cookies are sent.
  const isAnyAllowed = allowed.includes('*') && !hasCookies;
  return askedHeaders.find(
    (name) => !allowed.includes(name) && !(isAnyAllowed && name !== 'authorization'),
  );
}

/** Whether a browser would send the request at all, by the answer to its preflight. */
export function preflightRule(answer: HttpAnswer, request: PageRequest): RuleResult {
  if (answer.status < 200 || answer.status > 299) {
    return failed('cors:preflight', `OPTIONS was answered ${answer.status}`, advice(request));
  }
  const hidden = hiddenBy(answer, request);
  if (hidden !== '') return failed('cors:preflight', hidden, advice(request));
  const forbidden = forbiddenHeader(answer, request);
  return forbidden === undefined
    ? passed('cors:preflight', `a page on ${request.origin} may ask`)
    : failed('cors:preflight', `the header ${forbidden} is not allowed`, advice(request));
}

const WITH_COOKIES =
  "The page must fetch with credentials: 'include', which the specification's own sample does not; and on another site browsers send the cookie only if it is SameSite=None; Secure.";

/** Whether a browser would let the page read the answer; nothing to say on one origin. */
export function corsRules(answer: HttpAnswer, request: PageRequest): RuleResult[] {
  if (!request.isCrossOrigin) return [];
  const hidden = hiddenBy(answer, request);
  return [
    hidden === ''
      ? passed('cors:answer', `a page on ${request.origin} may read it`)
      : failed('cors:answer', hidden, advice(request)),
    ...(request.hasCookies
      ? [warned('cors:cookies', 'cookies are sent to another origin', WITH_COOKIES)]
      : []),
  ];
}
