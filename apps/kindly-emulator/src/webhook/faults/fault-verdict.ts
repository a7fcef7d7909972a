import type { RuleResult } from '../../protocol/console-protocol.js';
import { failed, passed } from '../../token/rule.js';
import { type FaultName, findFault } from './faults.js';

const RULE = 'fault';

/** Whether a webhook did with a fault what it should. */
export function faultVerdict(fault: FaultName, status: number | undefined): RuleResult {
  const { expectation = '', statuses = [] } = findFault(fault) ?? {};
  if (status === undefined) return failed(RULE, `"${fault}": no answer`, expectation);
  if (statuses.includes(status)) return passed(RULE, `"${fault}": ${status}, as it should be`);
  const found =
    status === 200
      ? `"${fault}": your webhook took it, as if nothing were wrong`
      : `"${fault}": ${status}, which says nothing of the fault`;
  return failed(RULE, found, `Expected: ${expectation}`);
}
