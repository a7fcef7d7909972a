import type { RuleResult } from '../../protocol/console-protocol.js';
import { failed, passed } from '../../token/rule.js';
import { type FaultName, findFault } from './faults.js';

const RULE = 'fault';

/**
 * Whether a webhook did with a fault what it should.
 *
 * @param isCutOff the webhook hung up while the body was under way
 */
export function faultVerdict(
  fault: FaultName,
  status: number | undefined,
  isCutOff = false,
): RuleResult {
  const { expectation = '', statuses = [] } = findFault(fault) ?? {};
  // Who refuses a body by its length need not read it, and then its answer may get lost.
  if (fault === 'body-huge' && isCutOff) {
    return passed(RULE, `"${fault}": it hung up in the middle of the body, as it may`);
  }
  if (status === undefined) return failed(RULE, `"${fault}": no answer`, expectation);
  if (statuses.includes(status)) return passed(RULE, `"${fault}": ${status}, as it should be`);
  const found =
    status === 200
      ? `"${fault}": your webhook took it, as if nothing were wrong`
      : `"${fault}": ${status}, which says nothing of the fault`;
  return failed(RULE, found, `Expected: ${expectation}`);
}
