import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConfigError } from '../config/config.error.js';
import { EmulatorConfig } from '../config/emulator-config.js';
import type { DialogueConfig, PayloadVariant } from '../config/emulator-config.js';
import { InjectConfig } from '../config/emulator-config.token.js';
import type { Settings, SettingsChange } from '../protocol/console-protocol.js';
import { type BotKey, PublicKeyError, readPublicKey } from '../token/public-key.js';

function readKeys({ publicKey }: EmulatorConfig): { pem: string; key: BotKey | undefined } {
  if (publicKey === undefined) return { pem: '', key: undefined };
  try {
    return { pem: publicKey, key: readPublicKey(publicKey) };
  } catch (error) {
    if (error instanceof PublicKeyError) throw new ConfigError(`publicKey: ${error.message}`);
    throw error;
  }
}

function readPrivateKey({ privateKey }: EmulatorConfig): KeyObject | undefined {
  if (privateKey === undefined) return undefined;
  try {
    return createPrivateKey(privateKey.replaceAll('\\n', '\n'));
  } catch {
    throw new ConfigError('privateKey: this is no private key in PEM text.');
  }
}

/** The bot's settings: those that were configured, and what was changed in the console since. */
@Injectable()
export class SettingsService {
  /** Only for faults that need a token that is genuine and wrong. */
  readonly privateKey: KeyObject | undefined;
  #publicKey: string;
  #botKey: BotKey | undefined;
  #rules: Settings['rules'];
  #wildcard: Settings['wildcard'];
  #tokenCalls: number;

  constructor(@InjectConfig() private readonly config: EmulatorConfig) {
    const { pem, key } = readKeys(config);
    this.#publicKey = pem;
    this.#botKey = key;
    this.privateKey = readPrivateKey(config);
    this.#rules = config.rules;
    this.#wildcard = config.wildcard;
    this.#tokenCalls = config.tokenCalls;
  }

  /** What tokens are checked with, once there is one. */
  get botKey(): BotKey | undefined {
    return this.#botKey;
  }

  get publicKey(): string {
    return this.#publicKey;
  }

  get rules(): Settings['rules'] {
    return this.#rules;
  }

  get wildcard(): Settings['wildcard'] {
    return this.#wildcard;
  }

  /** How many calls of getAuthToken a page makes at the same time. */
  get tokenCalls(): number {
    return this.#tokenCalls;
  }

  /** @throws PublicKeyError for a key that was pasted wrongly; then nothing is changed */
  change({ publicKey, rules, wildcard, tokenCalls }: SettingsChange): void {
    if (publicKey !== undefined) {
      this.#botKey = readPublicKey(publicKey);
      this.#publicKey = publicKey.trim();
    }
    this.#rules = rules ?? this.#rules;
    this.#wildcard = wildcard ?? this.#wildcard;
    this.#tokenCalls = tokenCalls ?? this.#tokenCalls;
  }

  secretOf(kind: string): string | undefined {
    return this.config.hmacSecrets[kind];
  }

  /** The secret of any other kind of request. */
  otherSecret(kind: string): string | undefined {
    return Object.entries(this.config.hmacSecrets).find(([name]) => name !== kind)?.[1];
  }

  /** By its slug, or by the name that Kindly would give to it. */
  dialogue(slug: string): DialogueConfig | undefined {
    return this.config.dialogues.find((dialogue) => dialogue.slug === slug);
  }

  /** The dialogue whose phrase is in a message, the longest one first; else the fallback. */
  dialogueFor(message: string): DialogueConfig | undefined {
    const said = message.toLowerCase();
    const matches = this.config.dialogues.flatMap((dialogue) =>
      dialogue.phrases
        .filter((phrase) => phrase !== '*' && said.includes(phrase.toLowerCase()))
        .map((phrase) => ({ dialogue, length: phrase.length })),
    );
    const [best] = matches.toSorted((one, other) => other.length - one.length);
    return best?.dialogue ?? this.config.dialogues.find(({ phrases }) => phrases.includes('*'));
  }

  /** Where a public host really is; nothing when it is not mapped. */
  targetOf(host: string): URL | undefined {
    const target = this.config.hosts[host.toLowerCase()];
    return target === undefined ? undefined : new URL(target);
  }

  get payload(): PayloadVariant {
    return this.config.payload;
  }

  /** Milliseconds from which on an answer is slow. */
  get slowAfter(): number {
    return this.config.slowAfter;
  }

  /** Milliseconds */
  get webhookTimeout(): number {
    return this.config.webhookTimeout;
  }

  /** As the console sees them: names of secrets, no secrets. */
  view(): Settings {
    const { botKey, botName, hmacSecrets, hosts, dialogues, webhookTimeout } = this.config;
    return {
      botKey,
      botName,
      publicKey: this.#publicKey,
      rules: this.#rules,
      wildcard: this.#wildcard,
      tokenCalls: this.#tokenCalls,
      hmacKinds: Object.keys(hmacSecrets),
      hosts: Object.entries(hosts),
      dialogues: dialogues.map(({ slug, phrases, webhook, reply, kind }) => ({
        slug,
        phrases,
        webhook: webhook ?? null,
        reply: reply ?? null,
        kind,
      })),
      webhookTimeout,
    };
  }
}
