import { KindlyAuthException } from './kindly-auth.exception.js';
import type { KindlyErrorCode } from './kindly-error-code.js';

/** A header of a response: name and value. */
type Header = readonly [name: string, value: string];

const TOKEN_WAS_THE_REASON: ReadonlySet<KindlyErrorCode> = new Set<KindlyErrorCode>([
  'token_invalid',
  'token_expired',
  'token_revoked',
  'claims_invalid',
]);

const SOON_OVER: ReadonlySet<KindlyErrorCode> = new Set<KindlyErrorCode>([
  'signer_busy',
  'signer_timeout',
  'revocation_unavailable',
]);

/** Seconds; the fewest that the header can say. */
const RETRY_AFTER = '1';

/**
 * The headers that belong to a refusal of ours: `WWW-Authenticate` to a 401 (RFC 6750, section 3; no
 * error code when no token came, `invalid_token` when a token was the reason), `Retry-After` to
 * a 503 of what is expected to be back soon (RFC 9110, section 10.2.3).
 *
 * @internal
 */
export function refusalHeaders(exception: unknown): readonly Header[] {
  if (!(exception instanceof KindlyAuthException)) return [];
  const { errorCode } = exception;
  if (SOON_OVER.has(errorCode)) return [['Retry-After', RETRY_AFTER]];
  if (exception.getStatus() !== 401) return [];
  const challenge = TOKEN_WAS_THE_REASON.has(errorCode) ? 'Bearer error="invalid_token"' : 'Bearer';
  return [['WWW-Authenticate', challenge]];
}
