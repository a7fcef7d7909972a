import { sign } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { promisify } from 'node:util';
import { KindlyDiagnosticsChannel, type KindlyTokenSigner } from 'nestjs-kindly-auth';
import type { Values } from '../scenarios/scenario.js';
import { forge } from '../workload/forge.js';
import { chatIdOf, IDENTITY, KEY_ID } from '../workload/workload.js';
import { type JobSettings, taskOf } from './job.js';
import { kindlyGuard, visit } from './kindly-guard.js';
import { kindlyService } from './kindly-service.js';
import { timeEach } from './timing.js';

type Act = () => unknown;

const signOnPool = promisify<string, Uint8Array, string, Buffer>(sign);

/**
 * Signs what the module tries it with when it boots, and gives the same bytes ever after: RSA takes so
 * long, and differs so much, that nothing could be seen beside it.
 */
function signerOnce({ keys: { privateKey } }: JobSettings): KindlyTokenSigner {
  let signature: Promise<Buffer> | undefined;
  return {
    keyId: KEY_ID,
    sign: (data) => (signature ??= signOnPool('sha256', data, privateKey)),
  };
}

/** A token that the guard remembers after its first visit. */
async function guard(settings: JobSettings): Promise<Act> {
  const ours = await kindlyGuard(settings);
  const { token } = await forge({ privateKey: settings.keys.privateKey, number: 1 });
  return () => visit(ours, token);
}

async function issue(settings: JobSettings): Promise<Act> {
  const signer = signerOnce(settings);
  const { publicKey } = settings.keys;
  const service = await kindlyService(settings, { privateKey: undefined, publicKey, signer });
  const chatId = chatIdOf(1);
  return () => service.issue(chatId, IDENTITY);
}

const WITHOUT_LOOK = { begin: () => undefined };

/** Takes away the look for a subscriber: it is what the channels cost while there is none. */
async function lookAway(): Promise<void> {
  const file = new URL('diagnostics/publishing.js', import.meta.resolve('nestjs-kindly-auth'));
  const { admission, issuing } = (await import(file.href)) as Readonly<Record<string, object>>;
  if (!admission || !issuing) throw new Error(`There are no channels in ${file.href}.`);
  Object.assign(admission, WITHOUT_LOOK);
  Object.assign(issuing, WITHOUT_LOOK);
}

function subscribeToAll(): void {
  for (const name of Object.values(KindlyDiagnosticsChannel)) subscribe(name, () => undefined);
}

const TASKS = { guard, issue };
const LISTENERS: Readonly<Record<string, () => unknown>> = {
  without: lookAway,
  nobody: () => undefined,
  subscriber: subscribeToAll,
};

/** The task is `guard` or `issue`, and who listens: `guard nobody`. */
export async function run(settings: JobSettings): Promise<Values> {
  const [task = '', listener = ''] = settings.task.split(' ');
  const act = await taskOf<typeof guard>(TASKS, { ...settings, task })(settings);
  await taskOf(LISTENERS, { ...settings, task: listener })();
  return timeEach(act, settings);
}
