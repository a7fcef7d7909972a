import { KindlyAuthException } from './kindly-auth.exception.js';
import type { KindlyErrorCode } from './kindly-error-code.js';

const TOKEN_WAS_THE_REASON: ReadonlySet<KindlyErrorCode> = new Set<KindlyErrorCode>([
  'token_invalid',
  'token_expired',
  'claims_invalid',
]);

/**
 * `WWW-Authenticate` for a refusal (RFC 6750, section 3): no error code when no token came,
 * `invalid_token` when a token was the reason.
 *
 * @returns nothing for what is not a 401 of ours
 * @internal
 */
export function challenge(exception: unknown): string | undefined {
  if (!(exception instanceof KindlyAuthException) || exception.getStatus() !== 401) {
    return undefined;
  }
  return TOKEN_WAS_THE_REASON.has(exception.errorCode) ? 'Bearer error="invalid_token"' : 'Bearer';
}
