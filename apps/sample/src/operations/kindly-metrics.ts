import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  KindlyDiagnosticsChannel,
  type KindlyDiagnosticsMessages,
  type KindlyKeysChanged,
} from 'nestjs-kindly-auth';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds: a signature takes a millisecond or so in this process, and some tens of them in a KMS. */
const ISSUE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Seconds: a token that the guard knows takes it some microseconds, a lookup in a store milliseconds. */
const GUARD_BUCKETS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1,
];

/** The bot without a name, which is the only one of the shop. */
const BOT = 'default';

const KEY_CHANGES: readonly KindlyKeysChanged['change'][] = [
  'rotated',
  'accepted',
  'revoked',
  'refused',
];

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/**
 * What the library says of itself, as metrics of Prometheus.
 *
 * The values of the labels are names and codes that stand in the source, so there are few of them, and none
 * is about a person. The channels belong to the process: with two shops in one, each counts for both.
 */
@Injectable()
export class KindlyMetrics implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Metrics');
  private readonly tokensIssued: Counter<'bot'>;
  private readonly tokenRefusals: Counter<'bot' | 'error_code'>;
  private readonly tokenIssueDuration: Histogram<'bot'>;
  private readonly webhooksAccepted: Counter<'controller' | 'handler' | 'identified'>;
  private readonly webhookRefusals: Counter<'controller' | 'handler' | 'error_code'>;
  private readonly webhookGuardDuration: Histogram<'controller' | 'handler'>;
  private readonly keyChanges: Counter<'bot' | 'change'>;
  private stops: readonly (() => void)[] = [];

  constructor(registry: Registry) {
    const registers = [registry];
    this.tokensIssued = new Counter({
      name: 'kindly_tokens_issued_total',
      help: 'Tokens that were issued.',
      labelNames: ['bot'],
      registers,
    });
    this.tokenRefusals = new Counter({
      name: 'kindly_token_refusals_total',
      help: 'Tokens that were asked for and not issued, by code of the error.',
      labelNames: ['bot', 'error_code'],
      registers,
    });
    this.tokenIssueDuration = new Histogram({
      name: 'kindly_token_issue_duration_seconds',
      help: 'Time to issue a token: check of the identity, wait for the signer, signature.',
      labelNames: ['bot'],
      buckets: ISSUE_BUCKETS,
      registers,
    });
    this.webhooksAccepted = new Counter({
      name: 'kindly_webhooks_accepted_total',
      help: 'Webhooks that the guard let through, and whether a token said who the user is.',
      labelNames: ['controller', 'handler', 'identified'],
      registers,
    });
    this.webhookRefusals = new Counter({
      name: 'kindly_webhook_refusals_total',
      help: 'Webhooks that were refused, by code of the error.',
      labelNames: ['controller', 'handler', 'error_code'],
      registers,
    });
    this.webhookGuardDuration = new Histogram({
      name: 'kindly_webhook_guard_duration_seconds',
      help: 'Time that the guard took for a webhook that it let through.',
      labelNames: ['controller', 'handler'],
      buckets: GUARD_BUCKETS,
      registers,
    });
    this.keyChanges = new Counter({
      name: 'kindly_key_changes_total',
      help: 'Changes of the keys of a bot while it runs, and keys that were refused.',
      labelNames: ['bot', 'change'],
      registers,
    });
  }

  /** Subscribes before the app listens: of a request that began earlier nothing would be said. */
  onModuleInit(): void {
    this.beginAtZero();
    const { TokenIssued, TokenRefused, WebhookAccepted, WebhookRefused, KeysChanged } =
      KindlyDiagnosticsChannel;
    this.stops = [
      this.listen(TokenIssued, ({ bot, duration }) => {
        this.tokensIssued.inc({ bot });
        this.tokenIssueDuration.observe({ bot }, seconds(duration));
      }),
      this.listen(TokenRefused, ({ bot, errorCode = 'other' }) =>
        this.tokenRefusals.inc({ bot, error_code: errorCode }),
      ),
      this.listen(WebhookAccepted, ({ controller, handler, identified, duration }) => {
        this.webhooksAccepted.inc({ controller, handler, identified: String(identified) });
        this.webhookGuardDuration.observe({ controller, handler }, seconds(duration));
      }),
      this.listen(WebhookRefused, ({ controller, handler, errorCode = 'other' }) =>
        this.webhookRefusals.inc({ controller, handler, error_code: errorCode }),
      ),
      this.listen(KeysChanged, ({ bot, change }) => this.keyChanges.inc({ bot, change })),
    ];
  }

  onApplicationShutdown(): void {
    this.stops.forEach((stop) => stop());
  }

  /**
   * What happens once a month would be missed: `increase()` sees no step when a series begins with 1. Routes are
   * not known before webhooks come for them: what asks for those must reckon with a series that is not there.
   */
  private beginAtZero(): void {
    this.tokensIssued.inc({ bot: BOT }, 0);
    for (const change of KEY_CHANGES) this.keyChanges.inc({ bot: BOT, change }, 0);
  }

  private listen<C extends KindlyDiagnosticsChannel>(
    channel: C,
    count: (message: KindlyDiagnosticsMessages[C]) => void,
  ): () => void {
    const listener = (message: unknown): void => {
      try {
        count(message as KindlyDiagnosticsMessages[C]);
      } catch (error) {
        // Node would end the process for what a subscriber throws.
        this.logger.error(`Not counted: ${String(error)}`);
      }
    };
    subscribe(channel, listener);
    return () => void unsubscribe(channel, listener);
  }
}
