import { PAYLOADS } from '../config/emulator-config.js';
import type { PartialConfig } from '../config/load-config.js';
import { readPem } from '../config/read-pem.js';
import { readDialogues, readHosts, readSecrets } from '../config/short-forms.js';
import { type FlagsOf, JSON_OPTION, type Options } from './command.js';

/** Where a public host really is: for the commands that send something to one. */
export const HOST_OPTION = {
  type: 'string',
  multiple: true,
  value: '<name=url>',
  help: 'Where a public host really is: the only way to localhost.',
} as const;

export const START_OPTIONS = {
  config: {
    type: 'string',
    short: 'c',
    value: '<file>',
    help: 'JSON with the same settings (see docs/emulator.md).',
  },
  port: { type: 'string', short: 'p', value: '<number>', help: 'Default: 4000.' },
  listen: { type: 'string', value: '<address>', help: 'Default: 127.0.0.1, this machine alone.' },
  url: {
    type: 'string',
    value: '<url>',
    help: 'Where browsers reach it. Default: http://localhost:<port>.',
  },
  'open-console': {
    type: 'boolean',
    help: 'Others than this machine may use the console, and see every token.',
  },
  'bot-key': { type: 'string', value: '<key>', help: 'Default: one that is made up.' },
  'bot-name': { type: 'string', value: '<name>', help: 'Default: Kindly emulator.' },
  'public-key': {
    type: 'string',
    value: '<file|PEM>',
    help: 'What tokens are checked with; can be pasted in the console, too. PEM text as --public-key="$PEM", for it begins with dashes.',
  },
  'private-key': {
    type: 'string',
    value: '<file|PEM>',
    help: 'Development key, only for the faults that need a genuine token.',
  },
  hmac: {
    type: 'string',
    multiple: true,
    value: '<[kind=]secret>',
    help: 'Secret of Kindly-HMAC. The kind is "dialogue" unless it is given.',
  },
  host: HOST_OPTION,
  dialogue: {
    type: 'string',
    multiple: true,
    value: '<slug=url>',
    help: 'A dialogue with a webhook. The slug is its phrase.',
  },
  rules: { type: 'string', value: 'strict|lenient', help: 'Default: strict.' },
  wildcard: {
    type: 'string',
    value: 'one-label|any-depth',
    help: 'How far "*." reaches. Default: one-label.',
  },
  'token-calls': {
    type: 'string',
    value: '<number>',
    help: 'Calls of getAuthToken at the same time, 1 to 10. Default: 1.',
  },
  payload: {
    type: 'string',
    value: '<variant>',
    help: `How bodies are written: ${PAYLOADS.join(', ')}. Default: plain.`,
  },
  slow: {
    type: 'string',
    value: '<milliseconds>',
    help: 'From which on an answer is slow. Default: 3000.',
  },
  timeout: {
    type: 'string',
    value: '<milliseconds>',
    help: 'That a webhook has to answer. Default: 10000.',
  },
  json: JSON_OPTION,
} as const satisfies Options;

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The settings that were given as flags. */
export function configOf(flags: FlagsOf<typeof START_OPTIONS>): PartialConfig {
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
