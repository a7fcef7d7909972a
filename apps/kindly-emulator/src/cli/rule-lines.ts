import type { RuleResult } from '../protocol/console-protocol.js';

/** What is to be mended, a line each. */
export function rulesToMend(rules: readonly RuleResult[]): string[] {
  return rules
    .filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')
    .map(({ verdict, rule, found, advice }) => `     ${verdict} ${rule}: ${found}. ${advice}`);
}
