import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Values } from '../scenarios/scenario.js';
import { run as runVerify } from './verify.js';
import { raw } from './sign.js';
import { type JobSettings, taskOf } from './job.js';
import { rateAtOnce } from './timing.js';

/** Signatures on the thread pool, 16 at once; verifications on the event loop, one after the other. */
async function node(settings: JobSettings): Promise<Values> {
  const { rate: sign = Number.NaN } = await rateAtOnce(await raw(settings), settings);
  const verified = await runVerify({ ...settings, task: 'raw crypto.verify' });
  return { sign, verify: Number(verified['rate']) };
}

/** `+F2:…:2048:signatures:verifications`, both per second; newer versions add more. */
const LINE = /^\+F2:\d+:2048:([\d.]+):([\d.]+)/m;

/** One core, without Node. */
async function openssl({ duration }: JobSettings): Promise<Values> {
  const seconds = String(Math.max(1, Math.round(duration)));
  const child = spawn('openssl', ['speed', '-mr', '-seconds', seconds, 'rsa2048'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const [, sign, verify] = LINE.exec(output) ?? [];
  if (!sign || !verify) throw new Error(`openssl speed has printed no figures:\n${output}`);
  return { sign: Number(sign), verify: Number(verify) };
}

const TASKS = { node, openssl };

export function run(settings: JobSettings): Promise<Values> {
  return taskOf<typeof node>(TASKS, settings)(settings);
}
