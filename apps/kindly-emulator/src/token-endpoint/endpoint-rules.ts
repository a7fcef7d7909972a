import { type HttpAnswer, headerOf } from '../http/http-client.js';
import type { RuleResult, TokenVariant } from '../protocol/console-protocol.js';
import { failed, passed, warned } from '../token/rule.js';

/** What an endpoint's answer gives to the page. */
export interface EndpointAnswer {
  readonly rules: readonly RuleResult[];
  readonly token: string | undefined;
}

const NOBODY =
  'If somebody should be signed in, give his session: --cookie "name=value", or --authorization.';

/** What an endpoint that does not understand a variant probably does. */
const UNREAD: Readonly<Record<TokenVariant, string>> = {
  text: "The specification's own page sends JSON as text/plain, since its fetch names no type: read that, too.",
  json: "Kindly's demo sends further keys beside chatId: leave them unread, in place of refusing them.",
  chat_id: 'The specification\'s own servers read "chat_id", its page sends "chatId": read both.',
};

function statusAdvice(status: number, variant: TokenVariant): string {
  if (status === 401 || status === 403) return NOBODY;
  if (status >= 500) return 'See the log of your app.';
  if (status >= 300 && status < 400) {
    return 'A page would get the page behind the redirect in place of a token. Answer 401 to who is not signed in.';
  }
  if (status === 404 || status === 405) return 'Is this the route, and does it take POST?';
  return UNREAD[variant];
}

function statusRule({ status }: HttpAnswer, variant: TokenVariant): RuleResult {
  return status === 200
    ? passed('endpoint:status', '200')
    : failed('endpoint:status', String(status), statusAdvice(status, variant));
}

function cacheRule(answer: HttpAnswer): RuleResult {
  const cache = headerOf(answer, 'cache-control') ?? '';
  return /\bno-store\b/i.test(cache)
    ? passed('endpoint:cache', 'Cache-Control: no-store')
    : warned(
        'endpoint:cache',
        cache === '' ? 'there is no Cache-Control' : `Cache-Control: ${cache}`,
        'Answer with Cache-Control: no-store, so that nothing on the way keeps a token.',
      );
}

function tokenOf(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return (value as { readonly token?: unknown } | null)?.token;
  } catch {
    return undefined;
  }
}

/** Whether it is a page, such as the one where people sign in. */
export function isHtml(answer: HttpAnswer): boolean {
  return /^text\/html\b/i.test(headerOf(answer, 'content-type') ?? '');
}

function missingTokenRule(answer: HttpAnswer, token: unknown): RuleResult {
  if (token === null) {
    return failed('endpoint:token', 'it is null: the chat is anonymous', NOBODY);
  }
  return failed(
    'endpoint:token',
    isHtml(answer) ? 'it is a page of HTML' : 'there is no string "token" in a JSON object',
    'Answer { "token": "<the JWT>" }, which is what the page of the specification reads.',
  );
}

/** Reads an endpoint's answer as the page of the specification does: the "token" of a JSON object. */
export function readEndpointAnswer(answer: HttpAnswer, variant: TokenVariant): EndpointAnswer {
  const rules = [statusRule(answer, variant)];
  if (answer.status !== 200) return { rules, token: undefined };
  rules.push(cacheRule(answer));
  const token = tokenOf(answer.body);
  if (typeof token === 'string' && token !== '') {
    return { rules: [...rules, passed('endpoint:token', 'there is one')], token };
  }
  return { rules: [...rules, missingTokenRule(answer, token)], token: undefined };
}
