import { createVerifier } from 'fast-jwt';
import { ISSUER } from '../../workload/workload.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithVerify } from './verify-guard.js';

/** As fast-jwt's documentation does: a verifier that is made once, of PEM text. */
export function listenWithFastJwt(
  { adapter, keys }: ContenderSettings,
  cache: boolean,
): Promise<number> {
  const verify = createVerifier({
    key: keys.publicKey,
    algorithms: ['RS256'],
    allowedIss: ISSUER,
    cache,
  });
  return listenWithVerify((token) => verify(token) as unknown, adapter);
}
