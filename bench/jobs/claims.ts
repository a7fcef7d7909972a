import type { KindlyTokenService } from 'nestjs-kindly-auth';
import { WITHOUT_CACHE } from '../contenders/without-cache.js';
import type { Values } from '../scenarios/scenario.js';
import { chatIdOf, extraClaims, IDENTITY } from '../workload/workload.js';
import { type JobSettings, taskOf } from './job.js';
import { kindlyService } from './kindly-service.js';
import { timeEach } from './timing.js';

type Act = () => Promise<unknown>;

function issuing(service: KindlyTokenService, count: number): Act {
  const identity = { ...IDENTITY, ...extraClaims(count) };
  return () => service.issue(chatIdOf(1), identity);
}

async function verifying(service: KindlyTokenService, count: number): Promise<Act> {
  const token = await service.issue(chatIdOf(1), { ...IDENTITY, ...extraClaims(count) });
  return () => service.verify(token);
}

const TASKS = { issue: issuing, verify: verifying };

/** The task is `issue` or `verify`, and the number of claims: `issue 10`. */
export async function run(settings: JobSettings): Promise<Values> {
  const [task = '', count] = settings.task.split(' ');
  const make = taskOf<typeof issuing | typeof verifying>(TASKS, { ...settings, task });
  const service = await kindlyService(settings, WITHOUT_CACHE);
  return timeEach(await make(service, Number(count)), settings);
}
