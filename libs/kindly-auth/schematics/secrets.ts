import { createPublicKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { generateKindlyKeyPair } from '../src/keys/key-pair.js';
import { parsePem } from '../src/keys/pem.js';

/** Folder of the key pair, in that of the app. */
export const KEY_FOLDER = '.kindly';
export const PRIVATE_KEY = `${KEY_FOLDER}/private.pem`;
export const PUBLIC_KEY = `${KEY_FOLDER}/public.pem`;
export const EMULATOR = `${KEY_FOLDER}/emulator.json`;

/** What the first schematic tells the one that makes the secrets. */
export interface SecretsOptions {
  /** Whether there was no `.env` before. */
  readonly isEnvNew: boolean;
  /** What stands in front of the paths of the app's routes. */
  readonly prefix: string;
}

type Settings = Readonly<Record<string, string | undefined>>;

function readSettings(folder: string): Settings {
  const file = join(folder, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** Writes a file that only its owner may read, and that must not be there yet. */
function writeNew(folder: string, path: string, text: string): string {
  mkdirSync(join(folder, KEY_FOLDER), { recursive: true, mode: 0o700 });
  // Written with another mode and changed afterwards, others could read it for a moment.
  writeFileSync(join(folder, path), text, { flag: 'wx', mode: 0o600 });
  return path;
}

function publicHalf(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

function publicKeyOf(folder: string): string {
  try {
    return publicHalf(readFileSync(join(folder, PRIVATE_KEY), 'utf8'));
  } catch (cause) {
    // Nothing that says what is in the file.
    throw new Error(`${PRIVATE_KEY} holds no private key in PEM text; it is left as it is.`, {
      cause,
    });
  }
}

/** Whether a key as an option holds it is that of our file, as `kindly-emulator keys --dotenv` prints it. */
function isInFile(folder: string, key: string): boolean {
  try {
    return publicHalf(parsePem(key, 'privateKey').text) === publicKeyOf(folder);
  } catch {
    return false;
  }
}

/** Whether the app signs with the key of our file, there or to be made: `KINDLY_PRIVATE_KEY` comes first. */
function signsWithFile(folder: string, settings: Settings): boolean {
  const { KINDLY_PRIVATE_KEY: key, KINDLY_PRIVATE_KEY_FILE: file } = settings;
  if (key) return isInFile(folder, key);
  return file !== undefined && resolve(folder, file) === resolve(folder, PRIVATE_KEY);
}

/**
 * Whether the key pair of an app is in our folder, with the emulator's configuration, once they are made.
 *
 * @param folder of the app
 */
export function hasPair(folder: string): boolean {
  return signsWithFile(folder, readSettings(folder));
}

/** Configuration with which the emulator fits the app. */
function emulatorConfig(settings: Settings, publicKey: string, prefix: string): string {
  const domains = settings['KINDLY_WEBHOOK_DOMAINS']?.split(/\s*,\s*/) ?? [];
  // "*.example.org" stands for any name there.
  const host = domains[0]?.replace('*', 'www') ?? 'app.example.com';
  const secret = settings['KINDLY_HMAC_SECRET'];
  const config = {
    publicKey,
    hmacSecrets: { ...(secret && { dialogue: secret }) },
    hosts: { [host]: `http://localhost:${settings['PORT'] ?? '3000'}` },
    dialogues: [
      { slug: 'hello', phrases: ['*'], webhook: `https://${host}${prefix}/kindly/webhook` },
    ],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/**
 * Makes what must not be committed, where it is not there yet: the key pair, and the emulator's
 * configuration, which has the webhook's secret. An app with a key elsewhere gets none. A new `.env`,
 * which a schematic cannot write with a mode, becomes its owner's alone; one that was there stays as it is.
 *
 * @param folder of the app, with the `.env` that nest-add has written
 * @returns the files that it made
 * @throws Error when the private key that is there is none
 */
export async function makeSecrets(
  folder: string,
  { isEnvNew, prefix }: SecretsOptions,
): Promise<readonly string[]> {
  if (isEnvNew) chmodSync(join(folder, '.env'), 0o600);
  const settings = readSettings(folder);
  const isMissing = (path: string): boolean => !existsSync(join(folder, path));
  const made: string[] = [];
  if (!signsWithFile(folder, settings)) return made;
  if (isMissing(PRIVATE_KEY)) {
    const { privateKey } = await generateKindlyKeyPair();
    made.push(writeNew(folder, PRIVATE_KEY, privateKey));
  }
  const publicKey = publicKeyOf(folder);
  if (isMissing(PUBLIC_KEY)) made.push(writeNew(folder, PUBLIC_KEY, publicKey));
  if (isMissing(EMULATOR)) {
    made.push(writeNew(folder, EMULATOR, emulatorConfig(settings, publicKey, prefix)));
  }
  return made;
}
