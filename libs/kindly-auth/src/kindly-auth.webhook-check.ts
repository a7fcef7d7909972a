import { isJsonObject } from './claims/json-object.js';
import { parseWebhookDomain } from './claims/webhook-domain.js';
import { checkText } from './errors/check-text.js';
import { checkWhole } from './errors/check-whole.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import type { KindlyAuthModuleOptions } from './kindly-auth.options.js';
import { type HmacSecrets, hmacSecret } from './webhook/kindly-signature.js';
import {
  DIALOGUE_SECRET,
  type KindlyChatBinding,
  type WebhookSettings,
} from './webhook/webhook.settings.js';

type Options = KindlyAuthModuleOptions;

const CHAT_BINDINGS: ReadonlySet<unknown> = new Set<KindlyChatBinding>([
  'when-present',
  'required',
  'off',
]);

async function checkHost(host: unknown): Promise<string | undefined> {
  if (host === undefined) return undefined;
  const domain = await parseWebhookDomain(checkText(host, 'webhookHost'));
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

function checkCache(cache: Options['verifiedTokenCache'] = {}): number {
  if (cache === false) return 0;
  if (!isJsonObject(cache) || Object.keys(cache).some((name) => name !== 'maxEntries')) {
    throw new KindlyAuthOptionsError(
      'verifiedTokenCache',
      'invalid',
      'must be false or { maxEntries }.',
    );
  }
  return checkWhole(
    cache.maxEntries ?? 5000,
    'verifiedTokenCache.maxEntries',
    1,
    1_000_000,
    'tokens',
  );
}

/**
 * Checks the options of the webhook guard.
 *
 * @throws KindlyAuthOptionsError of the first option that cannot work
 */
export async function checkWebhook(
  options: Options,
  shared: Pick<WebhookSettings, 'bot' | 'maxTokenLength'>,
): Promise<WebhookSettings> {
  return {
    ...shared,
    hmacSecrets: checkSecrets(options.hmacSecrets),
    chatBinding: checkChatBinding(options.chatBinding ?? 'when-present'),
    webhookHost: await checkHost(options.webhookHost),
    maxCachedTokens: checkCache(options.verifiedTokenCache),
  };
}
