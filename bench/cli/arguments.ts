import { parseArgs } from 'node:util';
import { BenchError } from '../bench.error.js';
import type { Settings } from '../scenarios/scenario.js';

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  quick: { type: 'boolean' },
  long: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  contenders: { type: 'string' },
  rounds: { type: 'string' },
  duration: { type: 'string' },
  warmup: { type: 'string' },
  json: { type: 'string' },
  from: { type: 'string', multiple: true },
  'write-docs': { type: 'boolean' },
} as const;

const FULL = {
  isQuick: false,
  rounds: 5,
  duration: 4,
  warmup: 2,
  tokens: 40_000,
  memoryTokens: [100_000, 1_000_000],
} as const;
const QUICK = {
  isQuick: true,
  rounds: 1,
  duration: 0.3,
  warmup: 0.2,
  tokens: 512,
  memoryTokens: [2_000, 4_000],
} as const;

export interface Command {
  readonly help: boolean;
  readonly long: boolean;
  /** Scenarios by name; all of them when none is named. */
  readonly only: readonly string[];
  readonly settings: Settings;
  /** Where the samples go, as JSON. */
  readonly json: string | undefined;
  /** Samples of earlier runs, which take the place of measuring. */
  readonly from: readonly string[];
  readonly writeDocs: boolean;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : 'Wrong flags.'} See --help.`);
  }
}

function positive(flag: string, text: string | undefined, usual: number): number {
  const number = text === undefined ? usual : Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new BenchError(`--${flag} must be a number above zero, and is "${text}".`);
}

function whole(flag: string, text: string | undefined, usual: number): number {
  const number = positive(flag, text, usual);
  if (Number.isInteger(number)) return number;
  throw new BenchError(`--${flag} must be a whole number, and is "${text}".`);
}

function names(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((name) => name.trim());
}

/** @throws BenchError for flags that there are not, and numbers that are none */
export function readArguments(words: readonly string[]): Command {
  const flags = parse(words);
  const usual = flags.quick ? QUICK : FULL;
  return {
    help: flags.help ?? false,
    long: flags.long ?? false,
    only: (flags.only ?? []).flatMap(names),
    settings: {
      ...usual,
      rounds: whole('rounds', flags.rounds, usual.rounds),
      duration: positive('duration', flags.duration, usual.duration),
      warmup: positive('warmup', flags.warmup, usual.warmup),
      contenders: names(flags.contenders),
    },
    json: flags.json,
    from: flags.from ?? [],
    writeDocs: flags['write-docs'] ?? false,
  };
}
