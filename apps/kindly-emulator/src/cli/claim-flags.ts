import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/config.error.js';
import type { Claims } from '../token/claim-rules.js';
import type { FlagsOf, Options } from './command.js';

const LIFETIME = 300;

/** What a minted token says. */
export const CLAIM_OPTIONS = {
  issuer: { type: 'string', value: '<text>', help: 'iss. Default: kindly-emulator.' },
  sub: { type: 'string', value: '<id>', help: 'Your id of the user. Default: user-1.' },
  chat: { type: 'string', value: '<id>', help: 'chat.id. Default: a new one.' },
  domain: {
    type: 'string',
    multiple: true,
    value: '<host>',
    help: 'For chat.webhook_domains: a host of your webhooks.',
  },
  name: { type: 'string', value: '<text>', help: 'The full name of the user.' },
  email: {
    type: 'string',
    value: '<address>',
    help: 'It is verified, too: Kindly stores no other.',
  },
  lifetime: {
    type: 'string',
    value: '<seconds>',
    help: `Between iat and exp. Default: ${LIFETIME}. Kindly allows 900.`,
  },
  claims: {
    type: 'string',
    value: '<JSON|@file>',
    help: 'An object of claims that win over all others. null takes a claim away.',
  },
} as const satisfies Options;

function readText(given: string): string {
  if (!given.startsWith('@')) return given;
  try {
    return readFileSync(given.slice(1), 'utf8');
  } catch {
    throw new ConfigError(`--claims: the file ${given.slice(1)} cannot be read.`);
  }
}

function readClaims(given = '{}'): Claims {
  const text = readText(given);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Claims;
    }
  } catch {
    throw new ConfigError('--claims is not JSON. A file is given as --claims @claims.json.');
  }
  throw new ConfigError('--claims must be a JSON object: --claims \'{"tier":"gold"}\'');
}

function lifetimeOf(text = String(LIFETIME)): number {
  const seconds = Number(text);
  if (text !== '' && Number.isSafeInteger(seconds)) return seconds;
  throw new ConfigError('--lifetime must be a whole number of seconds.');
}

/**
 * The claims that the flags ask for, good or bad.
 *
 * @param now seconds since 1970
 * @throws ConfigError for flags that say nothing
 */
export function claimsOf(flags: FlagsOf<typeof CLAIM_OPTIONS>, now: number): Claims {
  const { issuer = 'kindly-emulator', sub = 'user-1', chat = randomUUID() } = flags;
  const { domain, name, email, lifetime, claims } = flags;
  const all: Claims = {
    iss: issuer,
    sub,
    iat: now,
    exp: now + lifetimeOf(lifetime),
    chat: { id: chat, ...(domain === undefined ? {} : { webhook_domains: domain }) },
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, email_verified: true }),
    ...readClaims(claims),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
