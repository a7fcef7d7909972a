import type { Values } from '../scenarios/scenario.js';
import type { PemPair } from '../workload/keys.js';

/** A measurement without HTTP. */
export interface JobSettings {
  /** Which of the job's tasks. */
  readonly task: string;
  readonly keys: PemPair;
  /** Seconds that are measured. */
  readonly duration: number;
  /** Seconds before. */
  readonly warmup: number;
}

export interface JobModule {
  run(settings: JobSettings): Promise<Values>;
}

/** Finds the task that is asked for. */
export function taskOf<T>(tasks: Readonly<Record<string, T>>, { task }: JobSettings): T {
  const found = tasks[task];
  if (found === undefined) throw new Error(`The job has no task "${task}".`);
  return found;
}
