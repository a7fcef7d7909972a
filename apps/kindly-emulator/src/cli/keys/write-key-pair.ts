import { existsSync, lstatSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ConfigError } from '../../config/config.error.js';
import type { KeyPair } from '../../token/key-pair.js';
import { trackingOf } from './version-control.js';

/** For the eyes of the user who runs the app, and of nobody else on the machine. */
const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/** Where the two halves are. */
export interface KeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

export function keyFilesIn(folder: string): KeyFiles {
  return {
    privateKeyFile: join(folder, 'private.pem'),
    publicKeyFile: join(folder, 'public.pem'),
  };
}

function isThere(file: string): boolean {
  // Of a link that leads nowhere, existsSync says that there is nothing.
  return existsSync(file) || lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** @throws ConfigError when there is a key already: what it has signed would be worth nothing */
export function assertNothingThere({ privateKeyFile, publicKeyFile }: KeyFiles): void {
  const there = [privateKeyFile, publicKeyFile].find(isThere);
  if (there === undefined) return;
  throw new ConfigError(
    `${there} is there already, and nothing is written over a key. Give another folder: --out <folder>.`,
  );
}

/** @throws ConfigError when a commit could take the private key along */
export function assertNotCommitted({ privateKeyFile }: KeyFiles, folder: string): void {
  const tracking = trackingOf(privateKeyFile);
  if (tracking === 'outside' || tracking === 'ignored') return;
  const path = relative('.', folder) || '.';
  const inside = !path.startsWith('..');
  const problem =
    tracking === 'exposed'
      ? 'lies in a git repository that does not ignore it'
      : 'lies in a git repository, and git does not say whether it is ignored';
  const remedy = inside
    ? `Ignore it first: echo '${path === '.' ? '*.pem' : `${path}/`}' >> .gitignore. Or give`
    : 'Give';
  throw new ConfigError(
    `${privateKeyFile} ${problem}: the private key could be committed. ${remedy} a folder outside with --out; --allow-in-git makes it here all the same.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/**
 * Writes both halves, the private one for its owner alone.
 *
 * @throws ConfigError when they cannot be written; then neither is there
 */
export function writeKeyPair(
  { privateKey, publicKey }: KeyPair,
  { privateKeyFile, publicKeyFile }: KeyFiles,
  folder: string,
): void {
  const written: string[] = [];
  const write = (file: string, text: string, mode?: number): void => {
    // "wx": a file that came into being since we looked is not written over either.
    writeFileSync(file, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    written.push(file);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
    write(privateKeyFile, privateKey, OWNER_ONLY.file);
    write(publicKeyFile, publicKey);
  } catch (error) {
    for (const file of written) unlinkSync(file);
    throw new ConfigError(`No key can be written to ${folder} (${codeOf(error)}).`);
  }
}
