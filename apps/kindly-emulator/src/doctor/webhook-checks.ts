import { randomUUID } from 'node:crypto';
import { describeHttpError } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed } from '../token/rule.js';
import {
  hs256WithPublicKey,
  plausibleClaims,
  signedByForeignKey,
  unsigned,
} from '../webhook/faults/forged-tokens.js';
import { ALGORITHM, ALGORITHM_HEADER, HMAC_HEADER, hmacOf } from '../webhook/signature.js';
import { httpsRule } from './https-rule.js';
import { type Answer, type Header, type Patient, send } from './patient.js';

/** A request that every good webhook refuses. */
interface Probe {
  readonly rule: 'webhook:unsigned' | 'webhook:forged' | 'webhook:garbage';
  readonly name: string;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly good: readonly number[];
}

const REFUSED = [401, 403];

function bodyOf(chatId: string): string {
  return JSON.stringify({ chat_id: chatId, message: 'kindly-emulator doctor asks' });
}

function bearer(token: string): Header {
  return ['Authorization', `Bearer ${token}`];
}

function forgedTokens(chatId: string, { botKey }: Patient): Readonly<Record<string, string>> {
  const claims = plausibleClaims(chatId, Math.floor(Date.now() / 1000));
  const pem = botKey?.key.export({ type: 'spki', format: 'pem' }).toString();
  return {
    'a token of another key pair': signedByForeignKey(claims),
    'a token with the algorithm "none"': unsigned(claims),
    ...(pem === undefined
      ? {}
      : { 'a token by HS256 with the public key': hs256WithPublicKey(claims, pem) }),
  };
}

/** None of them can do harm where it is refused, and none says more than that the doctor asks. */
function probesFor(patient: Patient): Probe[] {
  const chatId = randomUUID();
  const body = bodyOf(chatId);
  const wrong: readonly Header[] = [
    [HMAC_HEADER, hmacOf(Buffer.from(body), 'a secret that nobody knows')],
    [ALGORITHM_HEADER, ALGORITHM],
  ];
  const forged = Object.entries(forgedTokens(chatId, patient)).map(([name, token]): Probe => ({
    rule: 'webhook:forged',
    name: `a wrong signature and ${name}`,
    headers: [...wrong, bearer(token)],
    body,
    good: REFUSED,
  }));
  return [
    {
      rule: 'webhook:unsigned',
      name: 'a request without signature and token',
      headers: [],
      body,
      good: REFUSED,
    },
    ...forged,
    {
      rule: 'webhook:garbage',
      name: 'garbage',
      headers: [[HMAC_HEADER, '%%%'], bearer('..%%..')],
      body: '{"chat_id":',
      good: [400, ...REFUSED, 413, 415, 422],
    },
  ];
}

function adviceFor({ status }: Answer): string {
  if (status >= 200 && status < 300) {
    return 'Let nothing through but what is signed by Kindly or carries a token of yours: put @KindlyWebhook() on the route, or check Kindly-HMAC and the bearer before anything else.';
  }
  if (status >= 500) {
    return 'See the log of your app. Nothing in a request may break it; raw_body_missing means that it was created without rawBody: true.';
  }
  return 'Answer 401. Kindly follows no redirect, and asks no page where people sign in.';
}

function probeRule({ rule, name, good }: Probe, answer: Answer, path: string): RuleResult {
  const { status } = answer;
  if (good.includes(status)) return passed(rule, `${path}, ${name}: ${status}`);
  const found = status >= 200 && status < 300 ? `${status}, it was taken` : String(status);
  return failed(rule, `${path}, ${name}: ${found}`, adviceFor(answer));
}

async function probe(patient: Patient, url: URL, one: Probe): Promise<RuleResult> {
  const type = ['Content-Type', 'application/json'] as const;
  const headers = [type, ['User-Agent', 'kindly-emulator'] as const, ...one.headers];
  try {
    const body = Buffer.from(one.body);
    const answer = await send(patient, { method: 'POST', url, headers, body });
    if (answer.status !== 404 && answer.status !== 405) {
      return probeRule(one, answer, url.pathname);
    }
    return failed(
      'webhook:reachable',
      `${url.href} answers ${answer.status}`,
      'Is this the route, and does it take POST?',
    );
  } catch (error) {
    return failed('webhook:reachable', `no answer: ${describeHttpError(error)}`, 'Start it.');
  }
}

/** One result for each rule: the first that failed, else the last. */
function summed(rules: readonly RuleResult[]): RuleResult[] {
  const unreachable = rules.find(({ rule }) => rule === 'webhook:reachable');
  if (unreachable) return [unreachable];
  const names = [...new Set(rules.map(({ rule }) => rule))];
  return names.flatMap((name) => {
    const same = rules.filter(({ rule }) => rule === name);
    return same.find(({ verdict }) => verdict === 'failed') ?? same.at(-1) ?? [];
  });
}

/** Whether a webhook refuses what Kindly has not sent. */
export async function webhookChecks(patient: Patient, url: URL): Promise<RuleResult[]> {
  const rules = await Promise.all(probesFor(patient).map((one) => probe(patient, url, one)));
  return [httpsRule('webhook:https', url), ...summed(rules)];
}
