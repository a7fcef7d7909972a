import { createSigner } from 'fast-jwt';
import { ISSUER, ownClaims } from '../../workload/workload.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithIssue } from './token-controller.js';

/** As fast-jwt's documentation does: a signer that is made once, of PEM text. */
export function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  const sign = createSigner({
    key: keys.privateKey,
    algorithm: 'RS256',
    expiresIn: '5m',
    iss: ISSUER,
  });
  return listenWithIssue((chatId) => sign({ ...ownClaims(chatId) }), adapter);
}
