import { Logger } from '@nestjs/common';
import { type ClaimsSettings, MAX_TOKEN_LIFETIME } from './claims/claims.settings.js';
import { KindlyClaims } from './claims/kindly-claims.js';
import { normaliseWebhookDomains, parseWebhookDomain } from './claims/webhook-domain.js';
import { checkText } from './errors/check-text.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import type { KeyRingSettings } from './keys/key-ring.settings.js';
import { loadCurrentKey, loadVerifyingKey } from './keys/signing-key.js';
import { EXTRA_NAMES } from './kindly-auth.extras-check.js';
import type { KindlyAuthModuleOptions } from './kindly-auth.options.js';
import type { TokenSettings } from './token/token.settings.js';
import type { ResolverSettings } from './token/user-resolver.js';
import { type HmacSecrets, hmacSecret } from './webhook/kindly-signature.js';
import {
  DIALOGUE_SECRET,
  type KindlyChatBinding,
  type WebhookSettings,
} from './webhook/webhook.settings.js';

/** The checked options, one part for each room. It holds keys as `KeyObject`s, no text of theirs. */
export interface KindlyAuthSettings {
  readonly claims: ClaimsSettings;
  readonly keyRing: KeyRingSettings;
  readonly token: TokenSettings;
  readonly webhook: WebhookSettings;
  readonly resolver: ResolverSettings;
  readonly resolveUser: KindlyAuthModuleOptions['resolveUser'];
  /** Option `webhookDomains` gives nobody a webhook domain. */
  readonly forwardsNowhere: boolean;
}

type Options = KindlyAuthModuleOptions;

export const OPTION_NAMES: ReadonlySet<string> = new Set<keyof Options>([
  'issuer',
  'privateKey',
  'signer',
  'publicKey',
  'previousPublicKeys',
  'keyId',
  'tokenLifetime',
  'clockTolerance',
  'webhookDomains',
  'resolveUser',
  'resolverTimeout',
  'claims',
  'hmacSecrets',
  'chatBinding',
  'webhookHost',
  'maxTokenLength',
]);
const CHAT_BINDINGS: ReadonlySet<unknown> = new Set<KindlyChatBinding>([
  'when-present',
  'required',
  'off',
]);

const logger = new Logger('KindlyAuthModule');

/**
 * Where a name that is known stands in the wrong place, and where it belongs: it would do nothing
 * there, and `guards` that do nothing leave the token endpoint open.
 */
function adviceFor(name: string): string {
  if (EXTRA_NAMES.has(name)) return 'belongs where the module is declared, beside "useFactory".';
  if (OPTION_NAMES.has(name)) return 'belongs into what "useFactory" returns.';
  return '';
}

/**
 * A misspelt `hmacSecret` must not leave the webhooks unsigned in silence.
 *
 * @throws KindlyAuthOptionsError `invalid`, `unknown`
 */
export function checkNames(given: unknown, ...known: readonly ReadonlySet<string>[]): void {
  if (typeof given !== 'object' || given === null) {
    throw new KindlyAuthOptionsError(
      'options',
      'invalid',
      'must be an object: what was given, or what the factory returned, is none.',
    );
  }
  // An instance of a class may carry whatever it needs to make the options.
  if (![Object.prototype, null].includes(Object.getPrototypeOf(given) as object | null)) return;
  const names = known.flatMap((set) => [...set]);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const problem = adviceFor(unknown) || `is not known. There are: ${names.join(', ')}.`;
  throw new KindlyAuthOptionsError(unknown, 'unknown', problem);
}

/**
 * Without them a check is left out, so a variable that is not set must not pass for "none".
 *
 * @throws KindlyAuthOptionsError `empty`
 */
function refuseUnset(options: Options, ...names: readonly (keyof Options)[]): void {
  const unset = names.find((name) => Object.hasOwn(options, name) && options[name] === undefined);
  if (unset === undefined) return;
  throw new KindlyAuthOptionsError(
    unset,
    'empty',
    'is undefined. The variable that it is read from probably is not set: check it, or leave the option out to do without the check.',
  );
}

function checkWhole(
  value: unknown,
  option: string,
  from: number,
  to: number,
  unit: string,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new KindlyAuthOptionsError(
    option,
    'invalid',
    `must be a whole number of ${unit} from ${from} to ${to}.`,
  );
}

function checkClaimsClass(claims: unknown): ClaimsSettings['claimsClass'] {
  if (claims === undefined) return KindlyClaims;
  if (
    typeof claims === 'function' &&
    (claims === KindlyClaims || claims.prototype instanceof KindlyClaims)
  ) {
    return claims as ClaimsSettings['claimsClass'];
  }
  throw new KindlyAuthOptionsError(
    'claims',
    'invalid',
    'must be a class that extends KindlyClaims.',
  );
}

/** Patterns that come by user or by call could be many: not every one of them is worth a line. */
const MAX_DOMAIN_WARNINGS = 20;

function checkDomains(domains: Options['webhookDomains'] = []): TokenSettings['webhookDomainsOf'] {
  const warned = new Set<string>();
  const read = (list: readonly string[]): readonly string[] => {
    const { patterns, warnings } = normaliseWebhookDomains(list, 'webhookDomains');
    for (const warning of warnings) {
      if (warned.has(warning) || warned.size === MAX_DOMAIN_WARNINGS) continue;
      warned.add(warning);
      logger.warn(warning);
    }
    return patterns;
  };
  if (typeof domains === 'function') {
    return (identity, given) => read(given ?? domains(identity as never));
  }
  const patterns = read(domains);
  return (_identity, given) => (given === undefined ? patterns : read(given));
}

function checkHost(host: unknown): string | undefined {
  if (host === undefined) return undefined;
  const domain = parseWebhookDomain(checkText(host, 'webhookHost'));
  if (!domain.ok) throw new KindlyAuthOptionsError('webhookHost', 'invalid', `${domain.problem}.`);
  if (!domain.pattern.startsWith('*')) return domain.pattern;
  throw new KindlyAuthOptionsError('webhookHost', 'invalid', 'must be one host, not a pattern.');
}

function checkChatBinding(binding: unknown): KindlyChatBinding {
  if (CHAT_BINDINGS.has(binding)) return binding as KindlyChatBinding;
  throw new KindlyAuthOptionsError(
    'chatBinding',
    'invalid',
    'must be "when-present", "required" or "off".',
  );
}

function checkSecretList(value: unknown, option: string): HmacSecrets {
  const secrets = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  if (secrets.length === 0) {
    throw new KindlyAuthOptionsError(
      option,
      'empty',
      'is an empty list: give at least one secret.',
    );
  }
  return secrets.map((secret) => hmacSecret(checkText(secret, option)));
}

function checkSecrets(secrets: Options['hmacSecrets']): WebhookSettings['hmacSecrets'] {
  if (secrets === undefined) return undefined;
  if (typeof secrets !== 'object' || secrets === null || Array.isArray(secrets)) {
    return new Map([[DIALOGUE_SECRET, checkSecretList(secrets, 'hmacSecrets')]]);
  }
  const entries = Object.entries(secrets);
  if (entries.length === 0) {
    throw new KindlyAuthOptionsError('hmacSecrets', 'empty', 'names no secret.');
  }
  return new Map(
    entries.map(([name, value]) => [
      name,
      value === false ? [] : checkSecretList(value, `hmacSecrets.${name}`),
    ]),
  );
}

function checkResolver(options: Options): Options['resolveUser'] {
  if (options.resolveUser === undefined) return undefined;
  if (typeof options.resolveUser === 'function') {
    return (request) => options.resolveUser?.(request);
  }
  throw new KindlyAuthOptionsError(
    'resolveUser',
    'invalid',
    'must be a function of the request. A class goes into the extra "userResolver".',
  );
}

async function checkKeys(options: Options, clockTolerance: number): Promise<KeyRingSettings> {
  const { previousPublicKeys = [] } = options;
  if (!Array.isArray(previousPublicKeys)) {
    throw new KindlyAuthOptionsError('previousPublicKeys', 'invalid', 'must be a list of keys.');
  }
  return {
    current: await loadCurrentKey(options),
    previous: previousPublicKeys.map((key, index) =>
      loadVerifyingKey(key, `previousPublicKeys[${index}]`),
    ),
    longestTokenLife: MAX_TOKEN_LIFETIME + clockTolerance,
  };
}

/**
 * Checks every option, and turns them into what the rooms need.
 *
 * @throws KindlyAuthOptionsError of the first option that cannot work
 */
export async function checkOptions(options: Options, bot: string): Promise<KindlyAuthSettings> {
  refuseUnset(options, 'hmacSecrets', 'webhookHost');
  const issuer = checkText(options.issuer, 'issuer');
  const clockTolerance = checkWhole(
    options.clockTolerance ?? 5,
    'clockTolerance',
    0,
    60,
    'seconds',
  );
  const maxTokenLength = checkWhole(
    options.maxTokenLength ?? 8192,
    'maxTokenLength',
    1024,
    16384,
    'characters',
  );
  const lifetime = options.tokenLifetime ?? 300;
  return {
    claims: { issuer, clockTolerance, claimsClass: checkClaimsClass(options.claims) },
    keyRing: await checkKeys(options, clockTolerance),
    token: {
      issuer,
      tokenLifetime: checkWhole(lifetime, 'tokenLifetime', 1, MAX_TOKEN_LIFETIME, 'seconds'),
      maxTokenLength,
      webhookDomainsOf: checkDomains(options.webhookDomains),
    },
    webhook: {
      bot,
      hmacSecrets: checkSecrets(options.hmacSecrets),
      chatBinding: checkChatBinding(options.chatBinding ?? 'when-present'),
      webhookHost: checkHost(options.webhookHost),
      maxTokenLength,
    },
    resolver: {
      timeout: checkWhole(
        options.resolverTimeout ?? 10_000,
        'resolverTimeout',
        100,
        60_000,
        'milliseconds',
      ),
    },
    resolveUser: checkResolver(options),
    forwardsNowhere: Array.isArray(options.webhookDomains ?? []) && !options.webhookDomains?.length,
  };
}
