import type { RuleResult, Verdict } from '../protocol/console-protocol.js';
import { printable, type Terminal } from './terminal.js';

const MARKS = {
  ok: ['green', '✓'],
  warning: ['yellow', '!'],
  failed: ['red', '✗'],
  skipped: ['dim', '–'],
} as const satisfies Readonly<Record<Verdict, readonly [string, string]>>;

/** Something that is to be mended. */
export function isFinding({ verdict }: RuleResult): boolean {
  return verdict === 'failed' || verdict === 'warning';
}

/** Every rule with what was found, and below it what to change. */
export function ruleList(rules: readonly RuleResult[], terminal: Terminal): string[] {
  const width = Math.max(...rules.map(({ rule }) => rule.length)) + 2;
  const indentation = width + 4;
  return rules.flatMap(({ rule, verdict, found, advice }) => {
    const [style, mark] = MARKS[verdict];
    const text = terminal.wrap(printable(found), indentation);
    const line = `  ${terminal.paint(style, mark)} ${rule.padEnd(width)}${text}`;
    const todo = `▸ ${printable(advice)}`;
    return advice === ''
      ? [line]
      : [line, `${' '.repeat(indentation)}${terminal.wrap(todo, indentation + 2)}`];
  });
}
