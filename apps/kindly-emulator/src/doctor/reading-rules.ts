import { decodeJwt } from 'jose';
import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed } from '../token/rule.js';
import type { Asked } from './ask-endpoint.js';

const READINGS = {
  text: 'JSON as text/plain',
  json: 'application/json, with a key that is none of its business',
  chat_id: 'the key chat_id',
} as const;

const OTHER_CHAT = failed(
  'claim:chat',
  'it gives a token that is not for the chat of the request',
  'Read the chat id under this name and of this type too, and answer 400 when there is none.',
);

/** Whether a token names another chat than the one that was asked for. */
function isForOtherChat({ token = '', chatId }: Asked): boolean {
  try {
    const { chat } = decodeJwt<{ readonly chat?: { readonly id?: unknown } | null }>(token);
    return chat?.id !== chatId;
  } catch {
    // What is no token at all has a finding of its own.
    return false;
  }
}

/** What holds a good token back; nothing when there is one. */
function problemOf(asked: Asked): RuleResult | undefined {
  if (asked.token === undefined) return asked.rules.find(({ verdict }) => verdict === 'failed');
  return isForOtherChat(asked) ? OTHER_CHAT : undefined;
}

function readingRule(asked: Asked): RuleResult {
  const rule = `endpoint:${asked.variant}`;
  const reading = READINGS[asked.variant];
  const problem = problemOf(asked);
  return problem
    ? failed(rule, `${reading}: ${problem.found}`, problem.advice)
    : passed(rule, `it reads ${reading}`);
}

/** Cache-Control of the tokens: the worst that was seen. */
function cacheRules(all: readonly Asked[]): RuleResult[] {
  const rules = all.flatMap((asked) => asked.rules.filter(({ rule }) => rule === 'endpoint:cache'));
  return [rules.find(({ verdict }) => verdict !== 'ok') ?? rules[0]].flatMap((rule) => rule ?? []);
}

/** What came of asking in all of the documented ways. */
export interface Readings {
  readonly rules: readonly RuleResult[];
  /** The question that got the best token; nothing when none got any. */
  readonly best: Asked | undefined;
}

/**
 * In which of the documented ways the endpoint can be asked. What is wrong in all of them is one finding,
 * not three.
 */
export function readEndpoint(all: readonly Asked[]): Readings {
  const withToken = all.filter(({ token }) => token !== undefined);
  const best = withToken.find((asked) => !isForOtherChat(asked)) ?? withToken[0];
  if (!best) {
    const rules = all[0]?.rules.filter(({ verdict }) => verdict === 'failed') ?? [];
    return { rules, best };
  }
  const isChatLost = withToken.length === all.length && withToken.every(isForOtherChat);
  return { rules: [...(isChatLost ? [] : all.map(readingRule)), ...cacheRules(withToken)], best };
}
