import type { ContenderSettings } from '../contender.js';
import { listenWithFastJwt } from './fast-jwt-verifier.js';

export function listen(settings: ContenderSettings): Promise<number> {
  return listenWithFastJwt(settings, false);
}
