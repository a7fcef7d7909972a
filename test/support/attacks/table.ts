import { ALGORITHMS } from './algorithms.js';
import type { Attack, AttackGroup } from './attack.js';
import { AUTHORIZATION } from './authorization.js';
import { BODIES } from './bodies.js';
import { CLAIM_TYPES } from './claim-types.js';
import { CLAIMS } from './claims.js';
import { FORMATS } from './formats.js';
import { GUARD_ORDER } from './guard-order.js';
import { HEADERS } from './headers.js';
import { PAYLOADS } from './payloads.js';
import { SIGNATURES } from './signatures.js';
import { TOKEN_REQUESTS } from './token-requests.js';

/** All attacks that code of ours answers, in the order in which a request is read. */
export const ATTACK_TABLE: readonly AttackGroup[] = [
  ...AUTHORIZATION,
  ...SIGNATURES,
  ...GUARD_ORDER,
  ...FORMATS,
  ...HEADERS,
  ...ALGORITHMS,
  ...CLAIM_TYPES,
  ...CLAIMS,
  ...BODIES,
  ...PAYLOADS,
  ...TOKEN_REQUESTS,
];

export const ATTACKS: readonly Attack[] = ATTACK_TABLE.flatMap(({ attacks }) => attacks);
