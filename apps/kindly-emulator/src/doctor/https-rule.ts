import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed } from '../token/rule.js';
import { isLocal } from './patient.js';

/** Whether nobody on the way can read tokens along. */
export function httpsRule(rule: 'endpoint:https' | 'webhook:https', url: URL): RuleResult {
  if (url.protocol === 'https:') return passed(rule, `${url.host}, by HTTPS`);
  return isLocal(url)
    ? passed(rule, `${url.host}, without HTTPS, which is good enough on one machine`)
    : failed(
        rule,
        `${url.host} is asked by http:, where everybody on the way can read the tokens`,
        'Serve it by HTTPS, and send who comes by http: there.',
      );
}
