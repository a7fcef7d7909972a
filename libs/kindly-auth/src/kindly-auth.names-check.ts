import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import { EXTRA_NAMES } from './kindly-auth.extras-check.js';
import type { KindlyAuthModuleOptions } from './kindly-auth.options.js';

export const OPTION_NAMES: ReadonlySet<string> = new Set<keyof KindlyAuthModuleOptions>([
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
  'verifiedTokenCache',
  'revocation',
  'maxQueuedSignatures',
  'maxTokenLength',
]);

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
