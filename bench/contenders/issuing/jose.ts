import { importPKCS8, SignJWT } from 'jose';
import { ISSUER, ownClaims } from '../../workload/workload.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithIssue } from './token-controller.js';

/** As jose's documentation does: `SignJWT` with a key that is imported once. */
export async function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  const privateKey = await importPKCS8(keys.privateKey, 'RS256');
  return listenWithIssue(
    (chatId) =>
      new SignJWT({ ...ownClaims(chatId) })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setIssuedAt()
        .setIssuer(ISSUER)
        .setExpirationTime('5m')
        .sign(privateKey),
    adapter,
  );
}
