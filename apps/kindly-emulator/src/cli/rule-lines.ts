import type { RuleResult } from '../protocol/console-protocol.js';
import { isFinding } from './rule-list.js';
import { printable } from './terminal.js';

/** What is to be mended, a line each. */
export function rulesToMend(rules: readonly RuleResult[]): string[] {
  return rules
    .filter(isFinding)
    .map(({ verdict, rule, found, advice }) =>
      printable(`     ${verdict} ${rule}: ${found}. ${advice}`),
    );
}
