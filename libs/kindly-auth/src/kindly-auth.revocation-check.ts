import { isJsonObject } from './claims/json-object.js';
import { checkWhole } from './errors/check-whole.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import type { KindlyAuthModuleOptions, KindlyRevocationOptions } from './kindly-auth.options.js';
import type { KindlyRevocationStore } from './revocation/kindly-revocation-store.js';
import type {
  KindlyRevocationUnavailable,
  RevocationSettings,
} from './revocation/revocation.settings.js';

const NAMES: ReadonlySet<string> = new Set<keyof KindlyRevocationOptions>([
  'store',
  'whenUnavailable',
  'timeout',
]);

function invalid(option: string, problem: string): KindlyAuthOptionsError {
  return new KindlyAuthOptionsError(option, 'invalid', problem);
}

function isStore(store: unknown): store is KindlyRevocationStore {
  return (
    typeof store === 'object' &&
    store !== null &&
    'get' in store &&
    typeof store.get === 'function' &&
    'set' in store &&
    typeof store.set === 'function'
  );
}

/** What has several stores inside does without one that fails, and says nothing. */
function isLayered(store: object): boolean {
  return 'stores' in store || 'primary' in store;
}

/** A Keyv, and the adapter in it, can each swallow the errors of what is behind them. */
function hidesErrors(store: object): boolean {
  return 'throwOnErrors' in store && store.throwOnErrors !== true;
}

function checkStore(store: unknown): KindlyRevocationStore {
  if (!isStore(store)) {
    throw invalid('revocation.store', 'must be a Keyv, or another object with "get" and "set".');
  }
  if (isLayered(store)) {
    throw invalid(
      'revocation.store',
      'is a cache with stores in it, which hides their errors. Give it the Keyv itself.',
    );
  }
  const adapter = 'store' in store && typeof store.store === 'object' ? store.store : null;
  if (hidesErrors(store) || (adapter !== null && hidesErrors(adapter))) {
    throw invalid(
      'revocation.store',
      'hides its errors, so that every token would look good while it fails. Make the Keyv and its adapter with "throwOnErrors: true".',
    );
  }
  return store;
}

function checkChoice(choice: unknown): KindlyRevocationUnavailable {
  if (choice === 'refuse' || choice === 'accept') return choice;
  throw invalid('revocation.whenUnavailable', 'must be "refuse" or "accept".');
}

/**
 * Checks where revocations are kept.
 *
 * @throws KindlyAuthOptionsError of the first part that cannot work
 */
export function checkRevocation(
  revocation: KindlyAuthModuleOptions['revocation'] = {},
  shared: Pick<RevocationSettings, 'issuer' | 'longestTokenLife'>,
): RevocationSettings {
  if (!isJsonObject(revocation) || Object.keys(revocation).some((name) => !NAMES.has(name))) {
    throw invalid('revocation', 'must be { store, whenUnavailable, timeout }.');
  }
  return {
    ...shared,
    store: revocation.store === undefined ? undefined : checkStore(revocation.store),
    whenUnavailable: checkChoice(revocation.whenUnavailable ?? 'refuse'),
    timeout: checkWhole(
      revocation.timeout ?? 1000,
      'revocation.timeout',
      10,
      60_000,
      'milliseconds',
    ),
  };
}
