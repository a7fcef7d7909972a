import { ConfigError } from '../config/config.error.js';
import { readPem } from '../config/read-pem.js';
import { PrivateKeyError, readPrivateKey, type SigningKey } from '../token/private-key.js';
import { type BotKey, PublicKeyError, readPublicKey } from '../token/public-key.js';
import type { Option } from './command.js';

/** What the checks of tokens need. */
export const PUBLIC_KEY_OPTION = {
  type: 'string',
  value: '<file|PEM>',
  help: 'The public key as it is pasted at Kindly. Default: KINDLY_PUBLIC_KEY. PEM text as --public-key="$PEM".',
} as const satisfies Option;

function read<T>(source: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PublicKeyError || error instanceof PrivateKeyError)) throw error;
    throw new ConfigError(`${source}: ${error.message}`);
  }
}

/** The flag, or the variable of the environment, of which an empty one counts as not set. */
function given(flag: string, value: string | undefined, variable: string) {
  if (value !== undefined) return { value, source: flag };
  const fromEnvironment = process.env[variable];
  return fromEnvironment ? { value: fromEnvironment, source: variable } : undefined;
}

/** @throws ConfigError for a key that cannot be read or is none */
export function publicKeyOf(value: string | undefined): BotKey | undefined {
  const key = given('--public-key', value, 'KINDLY_PUBLIC_KEY');
  return key && read(key.source, () => readPublicKey(readPem(key.value, key.source)));
}

/** @throws ConfigError for a key that is missing, cannot be read or is none */
export function privateKeyOf(value: string | undefined): SigningKey {
  const key = given('--private-key', value, 'KINDLY_EMULATOR_PRIVATE_KEY');
  if (key) return read(key.source, () => readPrivateKey(readPem(key.value, key.source)));
  throw new ConfigError(
    'Which key signs the token? Give --private-key <file>, or make one: kindly-emulator keys',
  );
}

/** The two halves of a key file; of a public one there is no other. */
export interface KeyFile {
  readonly thumbprint: string;
  readonly bits: number;
  readonly publicKey: string;
  /** Nothing where the file holds the public half alone. */
  readonly privateKey: string | undefined;
}

/**
 * Reads a file with either half of a pair.
 *
 * @throws ConfigError
 */
export function readKeyFile(file: string): KeyFile {
  const pem = readPem(file, 'keys');
  const isPrivate = pem.includes('PRIVATE KEY');
  const publicPem = isPrivate ? read(file, () => readPrivateKey(pem)).publicKey : pem;
  const { key, thumbprint } = read(file, () => readPublicKey(publicPem));
  return {
    thumbprint,
    bits: key.asymmetricKeyDetails?.modulusLength ?? 0,
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: isPrivate ? pem : undefined,
  };
}
