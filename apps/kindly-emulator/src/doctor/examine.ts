import { isPublicHost } from '../config/public-host.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { TOKEN_VARIANTS } from '../token-endpoint/page-request.js';
import type { Claims } from '../token/claim-rules.js';
import { nowInSeconds } from '../token/now-in-seconds.js';
import { failed, passed, skipped } from '../token/rule.js';
import { forwardingRule } from '../webhook/domain-rule.js';
import { type Asked, type Asker, askEndpoint, type Unanswered } from './ask-endpoint.js';
import { clockRule } from './clock-rule.js';
import { corsChecks, FOREIGN_ORIGIN, foreignOriginRule } from './cors-checks.js';
import { httpsRule } from './https-rule.js';
import { pageChecks } from './page-checks.js';
import { hasSession, type Patient } from './patient.js';
import { readEndpoint } from './reading-rules.js';
import { signedOutRule, tellingAnswer } from './signed-out-rules.js';
import { tokenChecks } from './token-checks.js';
import { webhookChecks } from './webhook-checks.js';

const NOBODY = skipped(
  'endpoint:token',
  'not asked for: give the session of a signed-in user, --cookie or --header',
);

/** There is no endpoint to be signed out of. */
function isMissing({ answer: { status } }: Asked): boolean {
  return status === 404 || status === 405 || status >= 500;
}

function failuresOf({ rules }: Asked): RuleResult[] {
  return rules.filter(({ verdict }) => verdict === 'failed');
}

/** Asks in each of the documented ways, each for a chat of its own. */
async function askInAllWays(patient: Patient, asker: Asker = {}): Promise<Asked[] | Unanswered> {
  const all = await Promise.all(
    TOKEN_VARIANTS.map((variant) => askEndpoint(patient, variant, asker)),
  );
  const answered = all.flatMap((asked) => ('error' in asked ? [] : asked));
  return answered.length > 0 ? answered : (all.find((asked) => 'error' in asked) ?? answered);
}

/** What was found out of the endpoint. */
interface EndpointChecks {
  readonly rules: readonly RuleResult[];
  /** Of the token that it gave; nothing when it gave none. */
  readonly claims: Claims | undefined;
}

function unreachable({ error }: Unanswered): EndpointChecks {
  const rule = failed('endpoint:reachable', `no answer: ${error}`, 'Start it, or mend the URL.');
  return { rules: [rule], claims: undefined };
}

async function signedInChecks(patient: Patient): Promise<EndpointChecks> {
  const all = await askInAllWays(patient);
  if ('error' in all) return unreachable(all);
  const { rules: readings, best } = readEndpoint(all);
  const rules = [...readings, ...corsChecks(all)];
  if (!best) return { rules, claims: undefined };
  const token = await tokenChecks(patient, best);
  return { rules: [...rules, ...token.rules], claims: token.claims };
}

/** All that can be known where nobody is signed in. */
function signedOutChecks(asked: Asked): EndpointChecks {
  const rules = [...corsChecks([asked]), clockRule(asked.answer, undefined), NOBODY];
  return { rules, claims: undefined };
}

async function endpointChecks(patient: Patient): Promise<EndpointChecks> {
  const all = await askInAllWays(patient, { isSignedOut: true });
  if ('error' in all) return unreachable(all);
  const told = tellingAnswer(all);
  if (!told) return unreachable({ error: 'nothing came' });
  const reached = passed('endpoint:reachable', `in ${Math.round(told.answer.milliseconds)} ms`);
  if (isMissing(told)) return { rules: [reached, ...failuresOf(told)], claims: undefined };
  const foreign = await askEndpoint(patient, 'json', { isSignedOut: true, origin: FOREIGN_ORIGIN });
  const isAsUser = hasSession(patient) || told.token !== undefined;
  const { rules, claims } = isAsUser ? await signedInChecks(patient) : signedOutChecks(told);
  const cors = 'error' in foreign ? [] : [foreignOriginRule(foreign)];
  return { rules: [reached, signedOutRule(told), ...cors, ...rules], claims };
}

/** Whether Kindly would send the token along; nothing to say without one. */
function forwardingRules({ hostname }: URL, claims: Claims | undefined): RuleResult[] {
  if (!claims) return [];
  if (!isPublicHost(hostname)) {
    return [
      failed(
        'forwarding',
        `Kindly reaches no ${hostname}`,
        'Give the public URL of the webhook, and where it really is: --host shop.example.com=http://localhost:3000.',
      ),
    ];
  }
  return [forwardingRule(claims, hostname, { wildcard: 'one-label', now: nowInSeconds() })];
}

async function checksOfWebhook(
  patient: Patient,
  url: URL,
  claims: Claims | undefined,
): Promise<RuleResult[]> {
  return [...forwardingRules(url, claims), ...(await webhookChecks(patient, url))];
}

/**
 * Examines a running app from outside, by the requests that a page and Kindly would send. It sends nothing
 * that could do harm in an app that is well.
 *
 * @returns each rule with what was found; `failed` and `warning` are findings
 */
export async function examine(patient: Patient): Promise<RuleResult[]> {
  const { url, page, webhooks } = patient;
  const endpoint = await endpointChecks(patient);
  const pages = page ? await pageChecks(patient, page) : [];
  const hooks = await Promise.all(
    webhooks.map((webhook) => checksOfWebhook(patient, webhook, endpoint.claims)),
  );
  return [httpsRule('endpoint:https', url), ...endpoint.rules, ...pages, ...hooks.flat()];
}
