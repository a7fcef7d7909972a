import { fstatSync } from 'node:fs';
import { relative } from 'node:path';
import { ConfigError } from '../config/config.error.js';
import { makeKeyPair } from '../token/key-pair.js';
import { defineCommand, JSON_OPTION } from './command.js';
import { type KeyFile, readKeyFile } from './key-flags.js';
import { trackingOf } from './keys/version-control.js';
import {
  assertNotCommitted,
  assertNothingThere,
  type KeyFiles,
  keyFilesIn,
  writeKeyPair,
} from './keys/write-key-pair.js';
import { err, out } from './terminal.js';

const FOLDER = '.kindly';
const BITS = { min: 2048, max: 8192 };

/** In one line, as variables of the environment hold it. */
function dotenvLine(name: string, pem: string): string {
  return `${name}="${pem.trim().replaceAll('\r', '').replaceAll('\n', '\\n')}"`;
}

function shownPath(file: string): string {
  const path = relative('.', file);
  return path.startsWith('..') ? file : path;
}

/** What to do with the public half. */
function forKindly({ publicKey, thumbprint, bits }: KeyFile): string[] {
  return [
    `  Key id           ${thumbprint}   (kid of the tokens: the RFC 7638 thumbprint)`,
    `  Bits             ${bits}`,
    '',
    '  Paste the public key at Kindly, under Settings → Kindly Chat → Authentication:',
    '',
    publicKey.trim(),
    '',
  ];
}

function created(files: KeyFiles, key: KeyFile): string[] {
  const [privateKeyFile, publicKeyFile] = [files.privateKeyFile, files.publicKeyFile].map(
    shownPath,
  );
  return [
    '',
    `  Private key      ${privateKeyFile}   (mode 0600: for your app alone, never for Kindly)`,
    `  Public key       ${publicKeyFile}`,
    ...forKindly(key),
    '  For the .env of your app, in one line each; git must ignore it, and nobody else may read it:',
    '',
    ...(trackingOf('.env') === 'exposed' ? ["    echo '.env' >> .gitignore"] : []),
    '    touch .env && chmod 600 .env',
    `    kindly-emulator keys ${privateKeyFile} --dotenv >> .env    KINDLY_PRIVATE_KEY="…"`,
    `    kindly-emulator keys ${publicKeyFile} --dotenv >> .env     KINDLY_PUBLIC_KEY="…"`,
    '',
    '  For the emulator:',
    '',
    `    kindly-emulator --public-key ${publicKeyFile}`,
    '',
  ];
}

function bitsOf(text = String(BITS.min)): number {
  const bits = Number(text);
  if (Number.isInteger(bits) && bits >= BITS.min && bits <= BITS.max) return bits;
  throw new ConfigError(`--bits must be a whole number from ${BITS.min} to ${BITS.max}.`);
}

interface Flags {
  readonly out?: string | undefined;
  readonly bits?: string | undefined;
  readonly 'allow-in-git'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

async function make(flags: Flags): Promise<void> {
  const folder = flags.out ?? FOLDER;
  const bits = bitsOf(flags.bits);
  const files = keyFilesIn(folder);
  assertNothingThere(files);
  if (!flags['allow-in-git']) assertNotCommitted(files, folder);
  const pair = await makeKeyPair(bits);
  writeKeyPair(pair, files, folder);
  const { publicKey, thumbprint } = pair;
  const result = { ...files, publicKey, keyId: thumbprint, bits };
  if (flags.json) out.printJson(result);
  else out.print(...created(files, { ...pair, bits }));
}

/** Windows has other rights, and modes that say nothing of them. */
const HAS_MODES = process.platform !== 'win32';
const STDOUT = 1;

/** With `>> .env` the shell makes the file, in its own way: as a rule, for everybody to read. */
function warnOfReaders(): void {
  const stat = fstatSync(STDOUT);
  if (!HAS_MODES || !stat.isFile() || (stat.mode & 0o077) === 0) return;
  err.print(
    'The private key is now in a file that others on this machine can read: chmod 600 it. And git must ignore it.',
  );
}

function show(file: string, flags: { json?: boolean | undefined; dotenv?: boolean | undefined }) {
  const key = readKeyFile(file);
  const { privateKey, publicKey, thumbprint, bits } = key;
  if (flags.dotenv) {
    if (privateKey === undefined) out.print(dotenvLine('KINDLY_PUBLIC_KEY', publicKey));
    else {
      // Asked for: this is the one way in which a private key gets out.
      out.print(dotenvLine('KINDLY_PRIVATE_KEY', privateKey));
      warnOfReaders();
    }
  } else if (flags.json) {
    const half = privateKey === undefined ? 'public' : 'private';
    out.printJson({ file, half, publicKey, keyId: thumbprint, bits });
  } else out.print('', ...forKindly(key));
}

export const keysCommand = defineCommand({
  name: 'keys',
  operand: '[<file.pem>]',
  summary: 'Makes a key pair, or shows the key id of one.',
  description: `Makes an RSA key pair: private.pem for your app, with mode 0600, and public.pem for Kindly. It writes
over nothing, and refuses a folder from which the private key could be committed. With a file, of either
half, it shows the key id and the public key of that.`,
  options: {
    out: { type: 'string', value: '<folder>', help: `Where the pair goes. Default: ${FOLDER}.` },
    bits: { type: 'string', value: '<number>', help: 'Of the modulus. Default: 2048.' },
    'allow-in-git': {
      type: 'boolean',
      help: 'Makes the pair even where a commit could take it along.',
    },
    dotenv: {
      type: 'boolean',
      help: 'With a file: prints it as a line for .env. Of a private key that is the secret.',
    },
    json: JSON_OPTION,
  },
  exitCodes: { '0': 'The pair is made, or shown.', '1': undefined },
  examples: ['keys', 'keys --out ~/kindly-keys', 'keys .kindly/private.pem --dotenv >> .env'],
  async run({ operand, flags }) {
    if (operand !== undefined) show(operand, flags);
    else if (flags.dotenv) throw new ConfigError('--dotenv needs a file: keys <file.pem> --dotenv');
    else await make(flags);
    return undefined;
  },
});
