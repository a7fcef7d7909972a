import { headerOf } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { corsRules } from '../token-endpoint/cors-rules.js';
import { failed, passed, skipped } from '../token/rule.js';
import type { Asked } from './ask-endpoint.js';

/** A page that no app has heard of. */
export const FOREIGN_ORIGIN = 'https://somebody-else.example';

/** What cookies need is no fault of the endpoint, and cannot be seen from outside. */
function withoutWarning(rule: RuleResult): RuleResult {
  return rule.rule === 'cors:cookies' ? skipped(rule.rule, `${rule.found}. ${rule.advice}`) : rule;
}

/** The first of each name that failed, else the first. */
function worst(rules: readonly RuleResult[]): RuleResult[] {
  const names = [...new Set(rules.map(({ rule }) => rule))];
  return names.flatMap((name) => {
    const same = rules.filter(({ rule }) => rule === name);
    return same.find(({ verdict }) => verdict === 'failed') ?? same[0] ?? [];
  });
}

/** Whether the page may ask and read, as its browser sees it. Nothing to say on one origin. */
export function corsChecks(all: readonly Asked[]): RuleResult[] {
  const preflights = all.flatMap(({ preflight }) => preflight ?? []);
  const answers = all.flatMap(({ answer, request }) => corsRules(answer, request));
  const isForbidden = preflights.some(({ verdict }) => verdict === 'failed');
  // What is not sent has no answer that could be hidden.
  return worst(isForbidden ? preflights : [...preflights, ...answers.map(withoutWarning)]);
}

/** Whether any page at all may read what the endpoint says to its visitor. */
export function foreignOriginRule({ answer }: Asked): RuleResult {
  const isEchoed = headerOf(answer, 'access-control-allow-origin') === FOREIGN_ORIGIN;
  const withCookies = headerOf(answer, 'access-control-allow-credentials') === 'true';
  return isEchoed && withCookies
    ? failed(
        'cors:foreign',
        `a page on ${FOREIGN_ORIGIN} may read it, and cookies are sent`,
        "Any website could fetch the token of its visitor. Name your own pages: app.enableCors({ origin: ['https://www.example.com'], credentials: true }).",
      )
    : passed('cors:foreign', 'a page of another origin gets nothing');
}
