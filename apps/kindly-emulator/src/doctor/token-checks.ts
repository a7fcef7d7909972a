import type { RuleResult } from '../protocol/console-protocol.js';
import type { Claims } from '../token/claim-rules.js';
import { skipped } from '../token/rule.js';
import { checkToken } from '../token/token-check.js';
import type { Asked } from './ask-endpoint.js';
import { clockRule } from './clock-rule.js';
import type { Patient } from './patient.js';

const NO_KEY = skipped(
  'signature',
  'not checked: give --public-key, the one that is pasted at Kindly',
);

/** What a broken claim breaks besides: a finding has one name. */
const CONSEQUENCES: Readonly<Record<string, readonly string[]>> = {
  'claim:iat': ['lifetime', 'clock'],
  'claim:exp': ['lifetime'],
};

/** `clock` says what these say, and knows how long the answer was under way. */
const SAID_BY_CLOCK = new Set(['issued-at', 'expiry']);

function withoutConsequences(rules: readonly RuleResult[]): RuleResult[] {
  const broken = rules.filter(({ verdict }) => verdict === 'failed').map(({ rule }) => rule);
  const consequences = new Set(broken.flatMap((rule) => CONSEQUENCES[rule] ?? []));
  return rules.filter(({ rule }) => !consequences.has(rule));
}

/** That there are none says `forwarding`, of each webhook by name. */
function withoutMissingDomains(rule: RuleResult): RuleResult {
  return rule.rule === 'claim:webhook_domains' && rule.found === 'there are none'
    ? skipped(rule.rule, 'there are none: Kindly will forward this token to no webhook')
    : rule;
}

/** What came of a token. */
export interface TokenChecks {
  readonly rules: readonly RuleResult[];
  /** As they stand in the token, whoever signed it; nothing when it is none. */
  readonly claims: Claims | undefined;
}

/** Checks the token that a page got, by every rule of the specification. */
export async function tokenChecks(
  { botKey, issuer }: Patient,
  { token = '', chatId, answer }: Asked,
): Promise<TokenChecks> {
  const { rules, claims } = await checkToken(token, {
    botKey,
    issuer,
    chatId,
    rules: 'strict',
    withoutKey: NO_KEY,
    now: Math.floor(answer.receivedAt / 1000),
  });
  const kept = rules.filter(({ rule }) => !SAID_BY_CLOCK.has(rule)).map(withoutMissingDomains);
  return {
    rules: withoutConsequences([...kept, clockRule(answer, claims?.['iat'])]),
    claims: claims ?? undefined,
  };
}
