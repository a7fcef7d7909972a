import type { RuleResult } from '../protocol/console-protocol.js';

export interface DeliveryFacts {
  readonly status: number | undefined;
  readonly error: string | null;
  readonly rules: readonly RuleResult[];
  readonly fault: string | null;
}

const REFUSAL: Readonly<Record<number, string>> = {
  400: 'refused: the body is not what it expected',
  401: 'refused: signature or token is missing or not good',
  403: 'refused: the token is not for this chat or this host',
  404: 'was not found: there is no such route',
  413: 'refused: the body is too large',
  415: 'refused: the type of the body',
  429: 'refused: too many requests; leave webhooks out of your rate limit',
};

function ofStatus(status: number, rules: readonly RuleResult[]): string {
  const unread = rules.find(
    ({ rule, verdict }) => verdict === 'failed' && /^reply:(?:json|size)$/.test(rule),
  );
  if (status === 200) return unread ? `answered, but ${unread.found}` : 'answered';
  if (status >= 500) return 'failed: see the log of your app';
  if (status >= 300 && status < 400) return 'redirected, which is not followed';
  return REFUSAL[status] ?? 'did not answer 200';
}

/** One sentence: what happened, and why. */
export function summarise({ status, error, rules, fault }: DeliveryFacts): string {
  const withFault = fault === null ? '' : ` with the fault "${fault}"`;
  if (status === undefined) {
    return `Not delivered${withFault}: ${(error ?? 'no answer').replace(/\.$/, '')}.`;
  }
  const forwarding = rules.find(({ rule }) => rule === 'forwarding');
  const bearer =
    fault === null && status === 401 && forwarding && forwarding.verdict !== 'ok'
      ? ` It got ${forwarding.found}.`
      : '';
  return `Your webhook ${ofStatus(status, rules)} (${status})${withFault}.${bearer}`;
}
