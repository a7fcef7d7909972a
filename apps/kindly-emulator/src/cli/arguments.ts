import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.error.js';
import type { Command, Invocation, Options } from './command.js';
import { nearest } from './nearest.js';

/** What every command understands. */
export const COMMON_OPTIONS = {
  help: { type: 'boolean', short: 'h', help: 'Explains the command.' },
  version: { type: 'boolean', short: 'v', help: 'Prints the version.' },
} as const satisfies Options;

/** What the user wants. */
export type Request =
  | { readonly kind: 'run'; readonly command: Command; readonly invocation: Invocation }
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' };

function suggestion(word: string, words: readonly string[], prefix = ''): string {
  const meant = nearest(word, words);
  return meant === undefined ? '' : ` Did you mean ${prefix}${meant}?`;
}

/** The parser's own words, and the flag that was probably meant. */
function parseProblem(error: unknown, { name, options }: Command): string {
  const message = error instanceof Error ? error.message : 'Wrong flags.';
  const [, unknown] = /^Unknown option '--([^']*)'/.exec(message) ?? [];
  const meant = unknown === undefined ? '' : suggestion(unknown, Object.keys(options), '--');
  // Of an unknown flag the parser goes on about operands that begin with dashes.
  const [said = ''] = unknown === undefined ? [message.replaceAll('\n', ' ')] : message.split('. ');
  return `${said.replace(/\.$/, '')}.${meant} See kindly-emulator ${name} --help.`;
}

function parse(words: readonly string[], command: Command) {
  const options = { ...command.options, ...COMMON_OPTIONS };
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(parseProblem(error, command));
  }
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const names = commands.map((command) => command.name);
  throw new ConfigError(`There is no command "${name}".${suggestion(name, names)} See --help.`);
}

function operandOf(words: readonly string[], { name, operand }: Command): string | undefined {
  const allowed = operand === '' ? 0 : 1;
  const tooMuch = words[allowed];
  if (tooMuch === undefined) return words[0];
  throw new ConfigError(
    `"${tooMuch}" is too much for kindly-emulator ${`${name} ${operand}`.trimEnd()}. The command comes first, and text with spaces stands in quotes.`,
  );
}

/**
 * Finds the command and reads its flags. The command comes first; the first of the list is the default.
 *
 * @throws ConfigError for flags, commands and words that there are not
 */
export function readArguments(words: readonly string[], commands: readonly Command[]): Request {
  const [first = '', ...rest] = words;
  if (first === 'help') {
    const [name] = rest;
    return { kind: 'help', command: name === undefined ? undefined : findCommand(name, commands) };
  }
  const isNamed = first !== '' && !first.startsWith('-');
  const command = isNamed ? findCommand(first, commands) : commands[0];
  if (!command) throw new ConfigError('There are no commands.');
  const { values, positionals } = parse(isNamed ? rest : words, command);
  if (values.help) return { kind: 'help', command: isNamed ? command : undefined };
  if (values.version) return { kind: 'version' };
  const operand = operandOf(positionals, command);
  return { kind: 'run', command, invocation: { flags: values as Invocation['flags'], operand } };
}
