import { createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Values } from '../scenarios/scenario.js';
import { chatIdOf, IDENTITY } from '../workload/workload.js';
import { type JobSettings, taskOf } from './job.js';
import { kindlyService } from './kindly-service.js';
import { rateAtOnce } from './timing.js';

type Act = () => Promise<unknown>;

const signOnPool = promisify<string, Buffer, ReturnType<typeof createPrivateKey>, Buffer>(sign);

/** As many bytes as header and payload of such a token have. */
const BYTES = Buffer.alloc(440, 'x');

export async function raw({ keys }: JobSettings): Promise<Act> {
  const key = createPrivateKey(keys.privateKey);
  return () => signOnPool('sha256', BYTES, key);
}

async function kindly(settings: JobSettings): Promise<Act> {
  const service = await kindlyService(settings);
  const chatId = chatIdOf(1);
  return () => service.issue(chatId, IDENTITY);
}

const TASKS = { raw, kindly };

export async function run(settings: JobSettings): Promise<Values> {
  return rateAtOnce(await taskOf<typeof raw>(TASKS, settings)(settings), settings);
}
