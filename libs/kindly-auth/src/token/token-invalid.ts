import { KindlyAuthException } from '../errors/kindly-auth.exception.js';

/**
 * What to answer when a library could not verify a token. Its message may quote the token, so only
 * the name of its error is kept.
 */
export function tokenInvalid(error: unknown): KindlyAuthException {
  if (error instanceof KindlyAuthException) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new KindlyAuthException('token_invalid', {
    reason: `its signature does not hold (${name})`,
  });
}
