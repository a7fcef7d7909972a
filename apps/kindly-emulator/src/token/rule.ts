import type { RuleResult } from '../protocol/console-protocol.js';

export function passed(rule: string, found: string): RuleResult {
  return { rule, verdict: 'ok', found, advice: '' };
}

export function failed(rule: string, found: string, advice: string): RuleResult {
  return { rule, verdict: 'failed', found, advice };
}

export function warned(rule: string, found: string, advice: string): RuleResult {
  return { rule, verdict: 'warning', found, advice };
}

export function skipped(rule: string, found: string): RuleResult {
  return { rule, verdict: 'skipped', found, advice: '' };
}
