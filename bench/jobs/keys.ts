import { WITHOUT_CACHE } from '../contenders/without-cache.js';
import type { Values } from '../scenarios/scenario.js';
import { forge } from '../workload/forge.js';
import { makePair } from '../workload/keys.js';
import type { JobSettings } from './job.js';
import { kindlyGuard, visit } from './kindly-guard.js';
import { timeEach } from './timing.js';

/** The task is whether the token names its key, and the number of other keys: `kid 5`. */
export async function run(settings: JobSettings): Promise<Values> {
  const [kid, previous] = settings.task.split(' ');
  const pairs = await Promise.all(Array.from({ length: Number(previous) }, makePair));
  const previousPublicKeys = pairs.map(({ publicKey }) => publicKey);
  const guard = await kindlyGuard(settings, { previousPublicKeys, ...WITHOUT_CACHE });
  const { privateKey } = settings.keys;
  const header = kid === 'kid' ? {} : { kid: undefined };
  const { token } = await forge({ privateKey, number: 1, header });
  return timeEach(() => visit(guard, token), settings);
}
