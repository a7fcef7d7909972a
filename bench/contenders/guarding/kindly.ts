import type { ContenderSettings } from '../contender.js';
import { listenWithKindly } from './kindly-webhook.js';

export function listen(settings: ContenderSettings): Promise<number> {
  return listenWithKindly(settings);
}
