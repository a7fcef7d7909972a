import type { ContenderSettings } from '../contenders/contender.js';
import { type Contender, contenderOf } from '../contenders/registry.js';
import { answer } from './questions.js';

export interface StartServer extends ContenderSettings {
  readonly contender: Contender;
}

/** What the server has used since it started. */
export interface Usage {
  /** Microseconds on all cores, its thread pool's among them. */
  readonly cpu: number;
  /** Microseconds by the clock. */
  readonly at: number;
  /** Bytes of memory, after a collection when Node has been told to expose it. */
  readonly memory: number;
}

async function start({ contender, ...settings }: StartServer): Promise<number> {
  return (await contenderOf(contender)).listen(settings);
}

function usage(): Usage {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const at = performance.now() * 1000;
  return { cpu: user + system, at, memory: process.memoryUsage.rss() };
}

export const SERVER = { start, usage };
export type ServerQuestions = typeof SERVER;

answer(SERVER);
