import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { ConfigError } from './config.error.js';
import { EmulatorConfig } from './emulator-config.js';
import { isPublicHost } from './public-host.js';
import { readPem } from './read-pem.js';
import { readDialogues, readHosts } from './short-forms.js';

/** What flags and environment have in common: names of the configuration, and values of them. */
export type PartialConfig = Partial<Record<keyof EmulatorConfig, unknown>>;

/** A variable of the environment: the setting, and how it is read. */
type Variable = readonly [keyof EmulatorConfig, (value: string, variable: string) => unknown];

const asIs = (value: string): string => value;

/** Several in one variable. */
const list = (value: string): readonly string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const FROM_ENVIRONMENT: Readonly<Record<string, Variable>> = {
  KINDLY_BOT_KEY: ['botKey', asIs],
  KINDLY_BOT_NAME: ['botName', asIs],
  KINDLY_PUBLIC_KEY: ['publicKey', readPem],
  KINDLY_EMULATOR_PRIVATE_KEY: ['privateKey', readPem],
  KINDLY_EMULATOR_PORT: ['port', Number],
  KINDLY_EMULATOR_LISTEN: ['listen', asIs],
  KINDLY_EMULATOR_URL: ['url', asIs],
  KINDLY_EMULATOR_OPEN_CONSOLE: ['openConsole', (value) => value === 'true' || value],
  KINDLY_EMULATOR_HOSTS: ['hosts', (value, variable) => readHosts(list(value), variable)],
  KINDLY_EMULATOR_DIALOGUES: [
    'dialogues',
    (value, variable) => readDialogues(list(value), variable),
  ],
  KINDLY_EMULATOR_RULES: ['rules', asIs],
  KINDLY_EMULATOR_WILDCARD: ['wildcard', asIs],
  KINDLY_EMULATOR_PAYLOAD: ['payload', asIs],
  KINDLY_EMULATOR_TOKEN_CALLS: ['tokenCalls', Number],
  KINDLY_EMULATOR_SLOW: ['slowAfter', Number],
  KINDLY_EMULATOR_TIMEOUT: ['webhookTimeout', Number],
};

/** `KINDLY_HMAC_SECRET` is that of dialogues, `KINDLY_HMAC_SECRET_TICKETS` that of tickets. */
const HMAC_VARIABLE = /^KINDLY_HMAC_SECRET(?:_(\w+))?$/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readJson(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The config file ${file} cannot be read (${codeOf(error)}).`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    throw new ConfigError(`The config file ${file} is not JSON.`);
  }
  throw new ConfigError(`The config file ${file} must hold a JSON object.`);
}

function secretsFrom(variables: NodeJS.ProcessEnv): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const [variable, secret] of Object.entries(variables)) {
    const match = HMAC_VARIABLE.exec(variable);
    if (!match || !secret) continue;
    const kind = (match[1] ?? 'dialogue').toLowerCase().replaceAll('_', '-');
    if (kind === 'file') {
      throw new ConfigError(`${variable} is not read: give the secret itself, or a config file.`);
    }
    if (kind in secrets) throw new ConfigError(`${variable} gives a second secret of "${kind}".`);
    secrets[kind] = secret;
  }
  return secrets;
}

function fromEnvironment(variables: NodeJS.ProcessEnv): PartialConfig {
  const config: PartialConfig = { hmacSecrets: secretsFrom(variables) };
  for (const [variable, [name, read]] of Object.entries(FROM_ENVIRONMENT)) {
    const value = variables[variable];
    // A variable that is empty counts as not set.
    if (value !== undefined && value !== '') config[name] = read(value, variable);
  }
  return config;
}

/** `dialogues[0].webhook must be a URL address` */
function describe({ property, constraints, children = [] }: ValidationError, path = ''): string {
  const place = /^\d+$/.test(property)
    ? `${path}[${property}]`
    : `${path && `${path}.`}${property}`;
  const [child] = children;
  if (!constraints && child) return describe(child, place);
  const [problem = 'is wrong'] = Object.values(constraints ?? {});
  return `${place}: ${problem}`;
}

/** Settings without a default. */
const OPTIONAL = ['url', 'publicKey', 'privateKey'];

function assertKnown(given: object): void {
  const known = new Set([...Object.keys(new EmulatorConfig()), ...OPTIONAL]);
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new ConfigError(`"${unknown}" is no setting. There are: ${[...known].join(', ')}.`);
}

/** A path there would be lost: that of the webhook is taken. */
function isPlainOrigin({ protocol, pathname, search }: URL): boolean {
  return /^https?:$/.test(protocol) && pathname === '/' && search === '';
}

function assertDialogues({ dialogues }: EmulatorConfig): void {
  const slugs = dialogues.map(({ slug }) => slug);
  const twice = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (twice !== undefined) throw new ConfigError(`There are two dialogues "${twice}".`);
  const mute = dialogues.find(({ webhook, reply }) => webhook === undefined && reply === undefined);
  if (mute) throw new ConfigError(`Dialogue "${mute.slug}" needs a webhook or a reply.`);
}

function assertHosts({ hosts }: EmulatorConfig): void {
  for (const [host, target] of Object.entries(hosts)) {
    if (!/^[a-z0-9.-]+$/i.test(host) || !isPublicHost(host)) {
      throw new ConfigError(
        `"${host}" is no host name. Map one as shop.example.com=http://localhost:3000.`,
      );
    }
    if (!URL.canParse(target) || !isPlainOrigin(new URL(target))) {
      throw new ConfigError(
        `Host ${host} must be mapped to an http(s) URL without a path, such as http://localhost:3000.`,
      );
    }
  }
}

function assertUrl({ url }: EmulatorConfig): void {
  if (url === undefined || isPlainOrigin(new URL(url))) return;
  throw new ConfigError('url must have no path: the emulator stands at the root of its host.');
}

function assertTexts(record: Readonly<Record<string, unknown>>, name: string): void {
  const wrong = Object.entries(record).find(
    ([, value]) => typeof value !== 'string' || value === '',
  );
  if (wrong) throw new ConfigError(`${name}.${wrong[0]} must be a non-empty string.`);
}

function merge(...layers: readonly PartialConfig[]): PartialConfig {
  const merged: PartialConfig = Object.assign({}, ...layers) as PartialConfig;
  for (const name of ['hmacSecrets', 'hosts'] as const) {
    merged[name] = Object.assign({}, ...layers.map((layer) => layer[name] ?? {})) as object;
  }
  return merged;
}

/**
 * The configuration: flags win over the environment, the environment over the file, the file over the
 * defaults. Without a bot key one is made up.
 *
 * @throws ConfigError for the first setting that is wrong, without its value
 */
export function loadConfig(
  flags: PartialConfig,
  variables: NodeJS.ProcessEnv,
  file: string | undefined,
): EmulatorConfig {
  // Editors complete and check a file by the schema that it names.
  const { $schema: _schema, ...fromFile } = file === undefined ? {} : readJson(file);
  assertKnown(fromFile);
  const given = merge(fromFile, fromEnvironment(variables), flags);
  const config = plainToInstance(EmulatorConfig, given, { exposeDefaultValues: true });
  config.botKey ||= randomUUID();
  const [error] = validateSync(config, { whitelist: true, forbidNonWhitelisted: true });
  if (error) throw new ConfigError(`${describe(error)}.`);
  assertTexts(config.hmacSecrets, 'hmacSecrets');
  assertUrl(config);
  assertHosts(config);
  assertDialogues(config);
  for (const [kind, secret] of Object.entries(config.hmacSecrets)) {
    // A line end comes from the file that it was read from, and is no part of it.
    config.hmacSecrets[kind] = secret.replace(/[\r\n]+$/, '');
  }
  return config;
}
