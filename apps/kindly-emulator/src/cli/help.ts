import { COMMON_OPTIONS } from './arguments.js';
import type { Command, Option, Options } from './command.js';
import type { Terminal } from './terminal.js';

/** The column in which explanations begin. */
const COLUMN = 38;

function row(left: string, text: string, terminal: Terminal): string {
  return `${left.padEnd(COLUMN)}${terminal.wrap(text, COLUMN)}`;
}

/** `-p, --port <number>` */
function flagOf(name: string, { short, value = '' }: Option): string {
  return `  ${short === undefined ? '   ' : `-${short},`} --${name} ${value}`.trimEnd();
}

function flagsOf(options: Options, terminal: Terminal): string[] {
  return Object.entries(options).map(([name, option]) =>
    row(flagOf(name, option), option.help, terminal),
  );
}

function usageOf({ name, operand, options }: Command): string {
  const flags = Object.keys(options).length > 0 ? '[flags]' : '';
  return ['kindly-emulator', name, operand, flags].filter((word) => word !== '').join(' ');
}

/** What the whole program can do. */
export function generalHelp(commands: readonly Command[], terminal: Terminal): string {
  const list = commands.map(({ name, operand, summary }) =>
    row(`  kindly-emulator ${`${name} ${operand}`.trimEnd()}`, summary, terminal),
  );
  const examples = commands.flatMap((command) => command.examples.slice(0, 1));
  return [
    '',
    'kindly-emulator: a local stand-in for Kindly Chat, and tools for those who integrate it.',
    'It is not Kindly.',
    '',
    ...list,
    '',
    'Without a command it starts. kindly-emulator <command> --help has the flags of each.',
    '',
    terminal.paint('bold', 'Examples'),
    ...examples.map((example) => `  kindly-emulator ${example}`),
    '',
  ].join('\n');
}

/** All of one command. */
export function helpOf(command: Command, terminal: Terminal): string {
  const { description, options, examples, exitCodes } = command;
  const codes = Object.entries({
    ...exitCodes,
    '2': 'The command was wrong, or could not be run.',
  });
  return [
    '',
    usageOf(command),
    '',
    description,
    '',
    terminal.paint('bold', 'Flags'),
    ...flagsOf({ ...options, help: COMMON_OPTIONS.help }, terminal),
    '',
    terminal.paint('bold', 'Exit codes'),
    ...codes.flatMap(([code, meaning]) => (meaning === undefined ? [] : [`  ${code}  ${meaning}`])),
    '',
    terminal.paint('bold', 'Examples'),
    ...examples.map((example) => `  kindly-emulator ${example}`),
    '',
  ].join('\n');
}
