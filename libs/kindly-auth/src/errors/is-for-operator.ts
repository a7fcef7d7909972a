import type { KindlyAuthException } from './kindly-auth.exception.js';
import type { KindlyErrorCode } from './kindly-error-code.js';

/** Whoever throws these tells the operator once a second: they come with every request, or not at all. */
const TOLD_ALREADY: ReadonlySet<KindlyErrorCode> = new Set<KindlyErrorCode>([
  'signer_busy',
  'revocation_unavailable',
]);

/**
 * Whether a refusal is a failure of the app's, which belongs into its log at `error` and not at `debug`.
 *
 * @internal
 */
export function isForOperator(refusal: KindlyAuthException): boolean {
  return refusal.getStatus() >= 500 && !TOLD_ALREADY.has(refusal.errorCode);
}
