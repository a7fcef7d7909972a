import { BOOT } from './boot.js';
import { BYSTANDER } from './bystander.js';
import { GUARD_DISTINCT, GUARD_REPEATED } from './guard.js';
import { ISSUE } from './issue.js';
import { MEMORY } from './memory.js';
import { CLAIMS, DIAGNOSTICS, KEYS, LIMITS, SIGN_MICRO, VERIFY_MICRO } from './micro.js';
import { REFUSE } from './refuse.js';
import type { Scenario } from './scenario.js';

/** In the order in which they run and are shown. */
export const SCENARIOS: readonly Scenario[] = [
  LIMITS,
  ISSUE,
  SIGN_MICRO,
  BYSTANDER,
  GUARD_REPEATED,
  GUARD_DISTINCT,
  REFUSE,
  VERIFY_MICRO,
  CLAIMS,
  KEYS,
  DIAGNOSTICS,
  BOOT,
  MEMORY,
];

/** Is not measured but calculated, and can be asked for like a scenario. */
export const FLEET = 'fleet';
