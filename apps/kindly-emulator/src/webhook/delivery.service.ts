import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Chat } from '../state/chat.js';
import type { DialogueConfig } from '../config/emulator-config.js';
import { isPublicHost } from '../config/public-host.js';
import { FaultUnavailableError, type FaultTools } from './faults/fault-application.js';
import { faultVerdict } from './faults/fault-verdict.js';
import { FaultSwitch } from './faults/fault-switch.service.js';
import { type FaultName, FAULTS, findFault } from './faults/faults.js';
import type { Delivery, RuleResult } from '../protocol/console-protocol.js';
import { JournalService, type SentRequest } from '../state/journal.service.js';
import { EmulatorUrl } from '../state/emulator-url.service.js';
import { SettingsService } from '../state/settings.service.js';
import { AuthenticationService } from '../authentication/authentication.service.js';
import { describeHttpError, exchange, type HttpAnswer, isCutOff } from '../http/http-client.js';
import { shownMessage } from '../http/shown-message.js';
import { nowInSeconds } from '../token/now-in-seconds.js';
import { failed, passed, warned } from '../token/rule.js';
import { draftDelivery } from './delivery-draft.js';
import { forwardingRule } from './domain-rule.js';
import { webhookPayload } from './payload.js';
import { writePayload } from './serialisation.js';
import { checkReply, type Reply } from './reply-check.js';
import { summarise } from './delivery-summary.js';

/** What is to be delivered. */
export interface DeliveryOrder {
  readonly chat: Chat;
  readonly dialogue: DialogueConfig;
  readonly message: string;
  /** Default: the one that is switched on. */
  readonly fault?: FaultName | undefined;
}

export interface DeliveryOutcome {
  readonly delivery: Delivery;
  readonly reply: Reply | undefined;
}

interface Attempt {
  readonly sent: SentRequest | undefined;
  readonly rules: readonly RuleResult[];
  readonly answer: HttpAnswer | undefined;
  readonly error: string | null;
  /** The webhook hung up while the body was under way. */
  readonly isCutOff: boolean;
  /** Until the answer came, or none. */
  readonly milliseconds: number;
  readonly reply: Reply | undefined;
}

const UNANSWERED = { answer: undefined, reply: undefined } as const;
const UNSENT = { ...UNANSWERED, isCutOff: false, sent: undefined, milliseconds: 0 } as const;

/** Sends webhooks as Kindly does, and records everything that came of them. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly settings: SettingsService,
    private readonly authentication: AuthenticationService,
    private readonly faults: FaultSwitch,
    private readonly journal: JournalService,
    private readonly emulator: EmulatorUrl,
  ) {}

  async deliver(order: DeliveryOrder): Promise<DeliveryOutcome> {
    const fault = order.fault ?? this.faults.take();
    const attempt = await this.attempt(order, fault);
    const outcome = this.record(order, fault, attempt, null);
    // The second time with nothing but the same bytes, as a retry would have them.
    if (fault === 'delivered-twice' && attempt.sent) {
      this.record(order, fault, await this.send(attempt.sent, attempt.rules), outcome.delivery.id);
    }
    return outcome;
  }

  /** Sends the very bytes of an earlier delivery again. */
  async replay(id: string): Promise<Delivery | undefined> {
    const recorded = this.journal.delivery(id);
    if (!recorded?.sent) return undefined;
    const attempt = await this.send(recorded.sent, recorded.delivery.rules);
    const fault = FAULTS.find(({ name }) => name === recorded.delivery.fault)?.name;
    const delivery: Delivery = {
      ...recorded.delivery,
      ...this.describe(judge(attempt, fault), fault ?? null),
      id: randomUUID(),
      at: new Date().toISOString(),
      replayOf: id,
    };
    this.journal.addDelivery({ delivery, sent: recorded.sent });
    return delivery;
  }

  private async attempt(order: DeliveryOrder, fault: FaultName | undefined): Promise<Attempt> {
    const { chat, dialogue, message } = order;
    const url = new URL(dialogue.webhook ?? '');
    const target = this.settings.targetOf(url.hostname);
    if (!target && !isPublicHost(url.hostname)) {
      const advice = `Give the webhook a public name, and map it: --host shop.example.com=${url.origin}.`;
      const rules = [failed('target', `Kindly cannot reach ${url.hostname}`, advice)];
      return { ...UNSENT, rules, error: `Kindly cannot reach ${url.hostname}` };
    }
    const secret = this.settings.secretOf(dialogue.kind);
    const payload = writePayload(
      webhookPayload(chat, dialogue, message, this.emulator.url),
      this.settings.payload,
    );
    const claims = chat.authentication?.claims;
    const forwarding = forwardingRule(claims, url.hostname, {
      wildcard: this.settings.wildcard,
      now: nowInSeconds(),
    });
    const tools = this.toolsFor(chat, dialogue);
    try {
      const input = { chat, dialogue, payload, secret, forwarding, fault, tools };
      const draft = await draftDelivery(input);
      const goesTo = new URL(target ?? url);
      // Set, not resolved: a path that begins with "//" would name another host.
      [goesTo.pathname, goesTo.search] = [url.pathname, url.search];
      const sent = { url: url.href, target: goesTo, headers: draft.headers, body: draft.body };
      return await this.send(sent, draft.rules);
    } catch (error) {
      if (!(error instanceof FaultUnavailableError)) throw error;
      return { ...UNSENT, rules: [failed('fault', error.message, '')], error: error.message };
    }
  }

  private async send(sent: SentRequest, rules: readonly RuleResult[]): Promise<Attempt> {
    const { host } = new URL(sent.url);
    const isMapped = sent.target.host !== host;
    const where = isMapped ? `${host} is mapped to ${sent.target.origin}` : sent.target.origin;
    const target = passed('target', where);
    const startedAt = performance.now();
    try {
      const { webhookTimeout: timeout, slowAfter } = this.settings;
      const answer = await exchange({ ...sent, method: 'POST', host, timeout });
      const checked = checkReply(answer, slowAfter);
      const unmet = this.unmetBy(checked.reply);
      const all = [target, ...rules.filter(isOfRequest), ...checked.rules, ...unmet];
      const { milliseconds } = answer;
      const { reply } = checked;
      return { sent, rules: all, answer, error: null, isCutOff: false, milliseconds, reply };
    } catch (error) {
      const problem = describeHttpError(error);
      const unanswered = failed('reply:status', 'no answer', problem);
      const all = [target, ...rules.filter(isOfRequest), unanswered];
      const milliseconds = performance.now() - startedAt;
      return {
        ...UNANSWERED,
        sent,
        rules: all,
        error: problem,
        isCutOff: isCutOff(error),
        milliseconds,
      };
    }
  }

  /** What a reply asks for and this bot does not have. */
  private unmetBy(reply: Reply | undefined): RuleResult[] {
    const slug = reply?.exchangeSlug;
    if (slug === undefined || this.settings.dialogue(slug)) return [];
    return [
      warned(
        'reply:exchange_slug',
        `there is no dialogue "${slug}"`,
        'Configure it, as at Kindly, or nothing happens.',
      ),
    ];
  }

  private record(
    { chat, dialogue }: DeliveryOrder,
    fault: FaultName | undefined,
    attempt: Attempt,
    replayOf: string | null,
  ): DeliveryOutcome {
    const delivery: Delivery = {
      id: randomUUID(),
      chatId: chat.id,
      at: new Date().toISOString(),
      dialogue: dialogue.slug,
      url: dialogue.webhook ?? '',
      sentTo: attempt.sent?.target.href ?? '',
      claims: chat.authentication?.claims ?? null,
      replayOf,
      ...describeFault(fault),
      ...this.describe(judge(attempt, fault), fault ?? null),
    };
    this.journal.addDelivery({ delivery, sent: attempt.sent });
    return { delivery, reply: attempt.reply };
  }

  private describe(
    { sent, rules, answer, error, milliseconds, reply }: Attempt,
    fault: string | null,
  ): Pick<
    Delivery,
    'request' | 'response' | 'error' | 'milliseconds' | 'succeeded' | 'summary' | 'rules'
  > {
    return {
      request: sent ? shownMessage(sent.headers, sent.body) : shownMessage([], Buffer.alloc(0)),
      response: answer
        ? { ...shownMessage(answer.headers, answer.body, answer.truncated), status: answer.status }
        : null,
      error,
      milliseconds: Math.round(milliseconds),
      succeeded: reply !== undefined,
      summary: summarise({ status: answer?.status, error, rules, fault }),
      rules,
    };
  }

  private toolsFor(chat: Chat, dialogue: DialogueConfig): FaultTools {
    const { publicKey, privateKey } = this.settings;
    return {
      chatId: chat.id,
      claims: chat.authentication?.claims,
      publicKey,
      privateKey,
      otherSecret: this.settings.otherSecret(dialogue.kind),
      now: nowInSeconds(),
      tokenOfAnotherChat: () => this.authentication.tokenForOtherChat(chat),
    };
  }
}

function describeFault(fault: FaultName | undefined): Pick<Delivery, 'fault' | 'faultExpectation'> {
  const expectation = fault && findFault(fault)?.expectation;
  return { fault: fault ?? null, faultExpectation: expectation ?? '' };
}

/** Puts first what became of the fault. */
function judge(attempt: Attempt, fault: FaultName | undefined): Attempt {
  if (!attempt.sent || fault === undefined) return attempt;
  const verdict = faultVerdict(fault, attempt.answer?.status, attempt.isCutOff);
  // A refusal that was wanted is nothing to be mended.
  const others =
    verdict.verdict === 'ok'
      ? attempt.rules.filter(({ rule }) => rule !== 'reply:status')
      : attempt.rules;
  return { ...attempt, rules: [verdict, ...others] };
}

/** Rules about the request stay the same when it is sent again. */
function isOfRequest({ rule }: RuleResult): boolean {
  return !rule.startsWith('reply:') && rule !== 'target' && rule !== 'fault';
}
