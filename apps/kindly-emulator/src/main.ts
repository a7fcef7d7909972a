#!/usr/bin/env node
import { readArguments } from './cli/arguments.js';
import { COMMANDS } from './cli/commands.js';
import { generalHelp, helpOf } from './cli/help.js';
import { problemOf } from './cli/problem.js';
import { err, out } from './cli/terminal.js';
import { VERSION } from './version.js';

/** @returns the exit code; nothing while the program goes on */
async function run(words: readonly string[]): Promise<number | undefined> {
  const request = readArguments(words, COMMANDS);
  if (request.kind === 'run') return request.command.run(request.invocation);
  if (request.kind === 'version') out.print(VERSION);
  else out.print(request.command ? helpOf(request.command, out) : generalHelp(COMMANDS, out));
  return 0;
}

// Who reads only the beginning, as `head` does, has all that he wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  const code = await run(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  err.print(problemOf(error));
  process.exitCode = 2;
}
