import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { ConfigError } from '../config/config.error.js';

/** Far beyond any token that travels in a header. */
const MAX_CHARACTERS = 1024 * 1024;

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`The file ${file} cannot be read.`);
  }
}

async function readWhole(operand: string | undefined): Promise<string> {
  if (operand !== undefined && operand !== '-') {
    return existsSync(operand) ? readFile(operand) : operand;
  }
  if (operand === undefined && process.stdin.isTTY) {
    throw new ConfigError('Which token? kindly-emulator verify <token|file>, or pipe one into it.');
  }
  return text(process.stdin);
}

/**
 * The token that was given: itself, in a file, or on standard input.
 *
 * @param operand nothing or `-` stands for standard input
 * @throws ConfigError when there is none
 */
export async function readToken(operand: string | undefined): Promise<string> {
  const token = (await readWhole(operand)).trim();
  if (token === '') throw new ConfigError('There is no token: what was given is empty.');
  if (token.length <= MAX_CHARACTERS) return token;
  throw new ConfigError('This is no token: it is longer than a megabyte.');
}
