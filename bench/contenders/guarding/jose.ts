import { importSPKI, jwtVerify } from 'jose';
import { ISSUER } from '../../workload/workload.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithVerify } from './verify-guard.js';

/** As jose's documentation does: `jwtVerify` with a key that is imported once. */
export async function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  const publicKey = await importSPKI(keys.publicKey, 'RS256');
  const rules = { issuer: ISSUER, algorithms: ['RS256'] };
  return listenWithVerify(
    async (token) => (await jwtVerify(token, publicKey, rules)).payload,
    adapter,
  );
}
