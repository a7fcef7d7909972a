import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.error.js';
import type { PartialConfig } from '../config/load-config.js';
import { readPem } from '../config/read-pem.js';

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  config: { type: 'string', short: 'c' },
  port: { type: 'string', short: 'p' },
  listen: { type: 'string' },
  'bot-key': { type: 'string' },
  'bot-name': { type: 'string' },
  'public-key': { type: 'string' },
  'private-key': { type: 'string' },
  hmac: { type: 'string', multiple: true },
  host: { type: 'string', multiple: true },
  dialogue: { type: 'string', multiple: true },
  rules: { type: 'string' },
  wildcard: { type: 'string' },
  payload: { type: 'string' },
  timeout: { type: 'string' },
  url: { type: 'string' },
  chat: { type: 'string' },
  message: { type: 'string', short: 'm' },
  fault: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export interface Command {
  readonly name: 'start' | 'trigger' | 'help' | 'version';
  /** Dialogue of `trigger`. */
  readonly dialogue: string;
  readonly config: PartialConfig;
  readonly configFile: string | undefined;
  readonly trigger: {
    readonly url: string | undefined;
    readonly chat: string | undefined;
    readonly message: string | undefined;
    readonly fault: string | undefined;
    readonly json: boolean;
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : 'Wrong flags.'} See --help.`);
  }
}

type Flags = ReturnType<typeof parse>['values'];

/** Splits `name=value` once. */
function pair(text: string, flag: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new ConfigError(`--${flag} must be of the form name=value. See --help.`);
}

/** A secret may have `=` in it, as base64 has at its end. */
const KIND_AND_SECRET = /^[a-z][a-z-]{0,30}=(?!=*$)/;

function hmacSecrets(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) =>
      KIND_AND_SECRET.test(value) ? pair(value, 'hmac') : ['dialogue', value],
    ),
  );
}

/** `order=https://shop.example.com/webhooks/orders`: the slug is the phrase, too. */
function dialogue(value: string): object {
  const [slug, webhook] = pair(value, 'dialogue');
  return { slug, webhook, phrases: [...new Set([slug.replaceAll(/[-_]/g, ' '), slug])] };
}

function configOf(flags: Flags): PartialConfig {
  const given: PartialConfig = {
    port: flags.port === undefined ? undefined : Number(flags.port),
    listen: flags.listen,
    botKey: flags['bot-key'],
    botName: flags['bot-name'],
    publicKey: flags['public-key'] && readPem(flags['public-key'], '--public-key'),
    privateKey: flags['private-key'] && readPem(flags['private-key'], '--private-key'),
    hmacSecrets: flags.hmac && hmacSecrets(flags.hmac),
    hosts:
      flags.host &&
      Object.fromEntries(
        flags.host.map((value) => {
          const [host, target] = pair(value, 'host');
          return [host.toLowerCase(), target];
        }),
      ),
    dialogues: flags.dialogue?.map(dialogue),
    rules: flags.rules,
    wildcard: flags.wildcard,
    payload: flags.payload,
    webhookTimeout: flags.timeout === undefined ? undefined : Number(flags.timeout),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function nameOf(flags: Flags, [word]: readonly string[]): Command['name'] {
  if (flags.help) return 'help';
  if (flags.version) return 'version';
  if (word === undefined || word === 'start') return 'start';
  if (word === 'trigger') return 'trigger';
  throw new ConfigError(`There is no command "${word}". See --help.`);
}

/** @throws ConfigError for flags and commands that there are not */
export function readArguments(words: readonly string[]): Command {
  const { values, positionals } = parse(words);
  const { url, chat, message, fault, json = false } = values;
  return {
    name: nameOf(values, positionals),
    dialogue: positionals[1] ?? '',
    config: configOf(values),
    configFile: values.config,
    trigger: { url, chat, message, fault, json },
  };
}
