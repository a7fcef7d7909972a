#!/usr/bin/env node
import { type Command, readArguments } from './cli/arguments.js';
import { HELP } from './cli/help.js';
import { start } from './cli/start.command.js';
import { token } from './cli/token.command.js';
import { trigger } from './cli/trigger.command.js';
import { ConfigError } from './config/config.error.js';
import { loadConfig } from './config/load-config.js';
import { VERSION } from './version.js';

function print(text: string): void {
  process.stdout.write(text);
}

/** What each command does; a number is its exit code. */
const COMMANDS: Readonly<Record<Command['name'], (command: Command) => unknown>> = {
  help: () => print(HELP),
  version: () => print(`${VERSION}\n`),
  trigger,
  token,
  start: ({ config, configFile = process.env['KINDLY_EMULATOR_CONFIG'] }) =>
    start(loadConfig(config, process.env, configFile)),
};

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'The port is in use. Stop what listens there, or give another --port (KINDLY_EMULATOR_PORT).',
  EADDRNOTAVAIL: 'This machine has no such address. Give another --listen.',
  ENOTFOUND: 'There is no such address. Give another --listen.',
};

/** In one line when the reason is known; else the whole error. */
function problemOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return LISTEN_PROBLEMS[String(error.code)] ?? `It cannot listen there (${String(error.code)}).`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const command = readArguments(process.argv.slice(2));
  const code = await COMMANDS[command.name](command);
  if (typeof code === 'number') process.exitCode = code;
} catch (error) {
  process.stderr.write(`${problemOf(error)}\n`);
  process.exitCode = 2;
}
