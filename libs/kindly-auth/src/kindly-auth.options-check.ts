import { Logger } from '@nestjs/common';
import { type ClaimsSettings, MAX_TOKEN_LIFETIME } from './claims/claims.settings.js';
import { KindlyClaims } from './claims/kindly-claims.js';
import { normaliseWebhookDomains } from './claims/webhook-domain.js';
import { checkText } from './errors/check-text.js';
import { checkWhole } from './errors/check-whole.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import { DEFAULT_MAX_QUEUED } from './keys/bounded-signer.js';
import type { KeyRingSettings } from './keys/key-ring.settings.js';
import { loadCurrentKey, loadVerifyingKey } from './keys/signing-key.js';
import type { KindlyAuthModuleOptions } from './kindly-auth.options.js';
import type { RevocationSettings } from './revocation/revocation.settings.js';
import type { TokenSettings } from './token/token.settings.js';
import type { ResolverSettings } from './token/user-resolver.js';
import { checkRevocation } from './kindly-auth.revocation-check.js';
import { checkWebhook } from './kindly-auth.webhook-check.js';
import type { WebhookSettings } from './webhook/webhook.settings.js';

/** The checked options, one part for each room. It holds keys as `KeyObject`s, no text of theirs. */
export interface KindlyAuthSettings {
  readonly claims: ClaimsSettings;
  readonly keyRing: KeyRingSettings;
  readonly revocation: RevocationSettings;
  readonly token: TokenSettings;
  readonly webhook: WebhookSettings;
  readonly resolver: ResolverSettings;
  readonly resolveUser: KindlyAuthModuleOptions['resolveUser'];
  /** Option `webhookDomains` gives nobody a webhook domain. */
  readonly forwardsNowhere: boolean;
}

type Options = KindlyAuthModuleOptions;

const logger = new Logger('KindlyAuthModule');

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

async function checkDomains(
  domains: Options['webhookDomains'] = [],
): Promise<TokenSettings['webhookDomainsOf']> {
  const warned = new Set<string>();
  const read = async (list: readonly string[]): Promise<readonly string[]> => {
    const { patterns, warnings } = await normaliseWebhookDomains(list, 'webhookDomains');
    for (const warning of warnings) {
      if (warned.has(warning) || warned.size === MAX_DOMAIN_WARNINGS) continue;
      warned.add(warning);
      logger.warn(warning);
    }
    return patterns;
  };
  if (typeof domains === 'function') {
    return async (identity, given) => read(given ?? domains(identity as never));
  }
  const patterns = await read(domains);
  return async (_identity, given) => (given === undefined ? patterns : read(given));
}

/** The options as `this` of their own functions, which live as long as the app: without what is secret. */
function withoutSecrets(options: Options): Options {
  // What a class of the app's keeps is its own affair, and it may need its private fields.
  if (Object.getPrototypeOf(options) !== Object.prototype) return options;
  const { privateKey: _privateKey, hmacSecrets: _hmacSecrets, ...others } = options;
  return others;
}

function checkResolver(options: Options): Options['resolveUser'] {
  if (options.resolveUser === undefined) return undefined;
  if (typeof options.resolveUser === 'function') {
    const kept = withoutSecrets(options);
    return (request) => kept.resolveUser?.(request);
  }
  throw new KindlyAuthOptionsError(
    'resolveUser',
    'invalid',
    'must be a function of the request. A class goes into the extra "userResolver".',
  );
}

async function checkKeys(
  options: Options,
  bot: string,
  clockTolerance: number,
): Promise<KeyRingSettings> {
  const { previousPublicKeys = [] } = options;
  if (!Array.isArray(previousPublicKeys)) {
    throw new KindlyAuthOptionsError('previousPublicKeys', 'invalid', 'must be a list of keys.');
  }
  const maxQueuedSignatures = checkWhole(
    options.maxQueuedSignatures ?? DEFAULT_MAX_QUEUED,
    'maxQueuedSignatures',
    0,
    100_000,
    'signatures',
  );
  return {
    bot,
    current: await loadCurrentKey(options, maxQueuedSignatures),
    previous: previousPublicKeys.map((key, index) =>
      loadVerifyingKey(key, `previousPublicKeys[${index}]`),
    ),
    longestTokenLife: MAX_TOKEN_LIFETIME + clockTolerance,
    maxQueuedSignatures,
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
    keyRing: await checkKeys(options, bot, clockTolerance),
    revocation: checkRevocation(options.revocation, {
      issuer,
      // Who revokes may be ahead, who verifies behind, and then he tolerates once more.
      longestTokenLife: MAX_TOKEN_LIFETIME + 3 * clockTolerance,
    }),
    token: {
      bot,
      issuer,
      tokenLifetime: checkWhole(lifetime, 'tokenLifetime', 1, MAX_TOKEN_LIFETIME, 'seconds'),
      maxTokenLength,
      webhookDomainsOf: await checkDomains(options.webhookDomains),
    },
    webhook: await checkWebhook(options, { bot, maxTokenLength }),
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
