import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.error.js';
import type { PartialConfig } from '../config/load-config.js';
import { readPem } from '../config/read-pem.js';
import { readDialogues, readHosts, readSecrets } from '../config/short-forms.js';

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
  'token-calls': { type: 'string' },
  slow: { type: 'string' },
  timeout: { type: 'string' },
  url: { type: 'string' },
  'open-console': { type: 'boolean' },
  chat: { type: 'string' },
  message: { type: 'string', short: 'm' },
  fault: { type: 'string' },
  variant: { type: 'string' },
  origin: { type: 'string' },
  cookie: { type: 'string' },
  authorization: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Flags of the commands that ask a running emulator for something. */
interface ClientFlags {
  /** Of the emulator. */
  readonly url: string | undefined;
  readonly chat: string | undefined;
  readonly message: string | undefined;
  readonly fault: string | undefined;
  readonly variant: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
  readonly json: boolean;
}

export interface Command {
  readonly name: 'start' | 'trigger' | 'token' | 'help' | 'version';
  /** Dialogue of `trigger`, endpoint of `token`. */
  readonly operand: string;
  readonly config: PartialConfig;
  readonly configFile: string | undefined;
  readonly client: ClientFlags;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : 'Wrong flags.'} See --help.`);
  }
}

type Flags = ReturnType<typeof parse>['values'];

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function configOf(flags: Flags): PartialConfig {
  const given: PartialConfig = {
    port: numberOf(flags.port),
    listen: flags.listen,
    url: flags.url,
    openConsole: flags['open-console'],
    botKey: flags['bot-key'],
    botName: flags['bot-name'],
    publicKey: flags['public-key'] && readPem(flags['public-key'], '--public-key'),
    privateKey: flags['private-key'] && readPem(flags['private-key'], '--private-key'),
    hmacSecrets: flags.hmac && readSecrets(flags.hmac, '--hmac'),
    hosts: flags.host && readHosts(flags.host, '--host'),
    dialogues: flags.dialogue && readDialogues(flags.dialogue, '--dialogue'),
    rules: flags.rules,
    wildcard: flags.wildcard,
    payload: flags.payload,
    tokenCalls: numberOf(flags['token-calls']),
    slowAfter: numberOf(flags.slow),
    webhookTimeout: numberOf(flags.timeout),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function nameOf(flags: Flags, [word]: readonly string[]): Command['name'] {
  if (flags.help) return 'help';
  if (flags.version) return 'version';
  if (word === undefined || word === 'start') return 'start';
  if (word === 'trigger' || word === 'token') return word;
  throw new ConfigError(`There is no command "${word}". See --help.`);
}

/** @throws ConfigError for flags and commands that there are not */
export function readArguments(words: readonly string[]): Command {
  const { values, positionals } = parse(words);
  const {
    url,
    chat,
    message,
    fault,
    variant,
    origin,
    cookie,
    authorization,
    json = false,
  } = values;
  return {
    name: nameOf(values, positionals),
    operand: positionals[1] ?? '',
    config: configOf(values),
    configFile: values.config,
    client: { url, chat, message, fault, variant, origin, cookie, authorization, json },
  };
}
