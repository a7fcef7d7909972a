import { Injectable } from '@nestjs/common';
import { AuthenticationService } from '../authentication/authentication.service.js';
import { describeHttpError, exchange, type HttpAnswer } from '../http/http-client.js';
import { shownMessage } from '../http/shown-message.js';
import type {
  RuleResult,
  TokenCheck,
  TokenRequest,
  TokenRequestCommand,
} from '../protocol/console-protocol.js';
import type { Chat } from '../state/chat.js';
import { SettingsService } from '../state/settings.service.js';
import { failed } from '../token/rule.js';
import { corsRules, preflightRule } from './cors-rules.js';
import { readEndpointAnswer } from './endpoint-rules.js';
import { type PageRequest, pageRequest } from './page-request.js';

/** Milliseconds, as many as the widget waits for getAuthToken. */
const TIMEOUT = 10_000;

interface Attempt {
  readonly answer: HttpAnswer | undefined;
  readonly error: string | null;
  readonly rules: readonly RuleResult[];
  readonly check: TokenCheck | undefined;
}

function summaryOf({ error, rules, check }: Attempt): string {
  if (error !== null) return `No answer: ${error.replace(/\.$/, '')}.`;
  const problem = rules.find(({ verdict }) => verdict === 'failed');
  if (problem) return `No token: ${problem.rule}: ${problem.found}.`;
  return check?.summary ?? 'No token.';
}

/** Asks the app's token endpoint as a page would, and takes or refuses the token that it gives. */
@Injectable()
export class TokenRequestService {
  constructor(
    private readonly settings: SettingsService,
    private readonly authentication: AuthenticationService,
  ) {}

  async request(chat: Chat, command: TokenRequestCommand): Promise<TokenRequest> {
    const request = pageRequest(command, chat.id);
    const target = this.targetOf(request);
    const startedAt = performance.now();
    const attempt = await this.attempt(chat, command, request, target);
    const waited = performance.now() - startedAt;
    const { answer, error, rules, check } = attempt;
    return {
      chatId: chat.id,
      variant: command.variant,
      url: request.url.href,
      sentTo: target.href,
      request: shownMessage(request.headers, request.body),
      response: answer
        ? {
            ...shownMessage(answer.headers, answer.body, answer.truncated),
            status: answer.status,
          }
        : null,
      error,
      milliseconds: Math.round(answer?.milliseconds ?? waited),
      rules,
      check: check ?? null,
      succeeded: check?.accepted === true && rules.every(({ verdict }) => verdict !== 'failed'),
      summary: summaryOf(attempt),
    };
  }

  /** A browser reaches this machine by itself; the names of the host mapping only by it. */
  private targetOf({ url }: PageRequest): URL {
    const target = new URL(this.settings.targetOf(url.hostname) ?? url);
    // Set, not resolved: a path that begins with "//" would name another host.
    [target.pathname, target.search] = [url.pathname, url.search];
    return target;
  }

  private async attempt(
    chat: Chat,
    { variant }: TokenRequestCommand,
    request: PageRequest,
    target: URL,
  ): Promise<Attempt> {
    const nothing = { answer: undefined, error: null, check: undefined };
    try {
      const preflight = await this.preflight(request, target);
      if (preflight?.verdict === 'failed') return { ...nothing, rules: [preflight] };
      const { headers, body } = request;
      const answer = await this.send('POST', request, target, headers, body);
      const { rules, token } = readEndpointAnswer(answer, variant);
      const cors = [...(preflight ? [preflight] : []), ...corsRules(answer, request)];
      // What a browser hides from the page is no token that the chat could get.
      const isHidden = cors.some(({ verdict }) => verdict === 'failed');
      const check =
        token === undefined || isHidden
          ? undefined
          : await this.authentication.authenticate(chat, token);
      return { answer, error: null, rules: [...cors, ...rules], check };
    } catch (error) {
      const problem = describeHttpError(error);
      return {
        ...nothing,
        error: problem,
        rules: [failed('endpoint:status', 'no answer', problem)],
      };
    }
  }

  private async preflight(request: PageRequest, target: URL): Promise<RuleResult | undefined> {
    const { origin, askedHeaders } = request;
    if (askedHeaders.length === 0) return undefined;
    const headers = [
      ['Origin', origin],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', askedHeaders.join(',')],
    ] as const;
    const answer = await this.send('OPTIONS', request, target, headers, Buffer.alloc(0));
    return preflightRule(answer, request);
  }

  private send(
    method: 'OPTIONS' | 'POST',
    { url: { host } }: PageRequest,
    target: URL,
    headers: PageRequest['headers'],
    body: Buffer,
  ): Promise<HttpAnswer> {
    return exchange({ method, target, host, headers, body, timeout: TIMEOUT });
  }
}
