import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed } from '../token/rule.js';
import { type FaultName, findFault } from './faults.js';

const RULE = 'fault';

function isAsExpected(fault: FaultName, status: number): boolean {
  return fault === 'delivered-twice' ? status === 200 : status >= 400 && status < 500;
}

/** Whether a webhook did with a fault what it should. */
export function faultVerdict(fault: FaultName, status: number | undefined): RuleResult {
  const expectation = findFault(fault)?.expectation ?? '';
  if (status === undefined) return failed(RULE, `"${fault}": no answer`, expectation);
  if (isAsExpected(fault, status)) return passed(RULE, `"${fault}": ${status}, as it should be`);
  const found =
    status === 200
      ? `"${fault}": your webhook took it, as if nothing were wrong`
      : `"${fault}": ${status}`;
  return failed(RULE, found, `Expected: ${expectation}`);
}
