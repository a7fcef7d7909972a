import { CompactSign } from 'jose';
import type { Claims } from './claim-rules.js';
import type { SigningKey } from './private-key.js';

/**
 * Signs claims as they are, good or bad.
 *
 * @param keyId `kid`
 * @returns the compact JWT
 */
export function signToken(
  claims: Claims,
  { key, thumbprint }: SigningKey,
  keyId: string = thumbprint,
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
  return new CompactSign(payload).setProtectedHeader(header).sign(key);
}
