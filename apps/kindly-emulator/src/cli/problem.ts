import { ConfigError } from '../config/config.error.js';
import { printable } from './terminal.js';

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'The port is in use. Stop what listens there, or give another --port (KINDLY_EMULATOR_PORT).',
  EADDRNOTAVAIL: 'This machine has no such address. Give another --listen.',
  ENOTFOUND: 'There is no such address. Give another --listen.',
};

/** What a server does to listen. Files have their own system calls, and some of the same codes. */
const LISTEN_CALLS: ReadonlySet<unknown> = new Set(['listen', 'bind', 'getaddrinfo']);

/**
 * Why a command could not be run, in one line: of an error that nobody foresaw the message alone.
 *
 * @param isDebugging whether such an error is wanted whole, with its stack. Default: KINDLY_EMULATOR_DEBUG
 */
export function problemOf(
  error: unknown,
  isDebugging = Boolean(process.env['KINDLY_EMULATOR_DEBUG']),
): string {
  if (error instanceof ConfigError) return error.message;
  if (
    error instanceof Error &&
    'code' in error &&
    'syscall' in error &&
    LISTEN_CALLS.has(error.syscall)
  ) {
    return LISTEN_PROBLEMS[String(error.code)] ?? `It cannot listen there (${String(error.code)}).`;
  }
  if (!(error instanceof Error)) return oneLine(String(error));
  return isDebugging && error.stack ? error.stack : oneLine(error.message || error.name);
}

function oneLine(text: string): string {
  return printable(text.trim().replaceAll(/\s+/g, ' '));
}
