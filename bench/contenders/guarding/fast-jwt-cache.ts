import type { ContenderSettings } from '../contender.js';
import { listenWithFastJwt } from './fast-jwt-verifier.js';

/** With the cache that fast-jwt has an option for, as large as it comes: 1,000 tokens. */
export function listen(settings: ContenderSettings): Promise<number> {
  return listenWithFastJwt(settings, true);
}
