import type { JobModule, JobSettings } from '../jobs/job.js';
import type { Values } from '../scenarios/scenario.js';
import { answer } from './questions.js';

/** Loaded when it is asked for, so that none has the other's libraries in memory. */
const JOBS = {
  sign: () => import('../jobs/sign.js'),
  verify: () => import('../jobs/verify.js'),
  claims: () => import('../jobs/claims.js'),
  keys: () => import('../jobs/keys.js'),
  diagnostics: () => import('../jobs/diagnostics.js'),
  limits: () => import('../jobs/limits.js'),
  boot: () => import('../jobs/boot.js'),
} as const satisfies Readonly<Record<string, () => Promise<JobModule>>>;

export interface StartJob extends JobSettings {
  readonly job: keyof typeof JOBS;
}

async function run({ job, ...settings }: StartJob): Promise<Values> {
  const { run: runJob } = await JOBS[job]();
  return runJob(settings);
}

export const JOB = { run };
export type JobQuestions = typeof JOB;

answer(JOB);
