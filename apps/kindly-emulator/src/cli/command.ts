/** A flag: how it is parsed, and what help and documentation say of it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** It may be given several times. */
  readonly multiple?: true;
  /** What stands behind it: `<file>`. A switch has nothing. */
  readonly value?: string;
  /** One sentence, with its default. */
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? readonly string[]
    : string;

/** What was given of a command's flags. */
export type FlagsOf<O extends Options> = {
  readonly [Name in keyof O]?: ValueOf<O[Name]> | undefined;
};

/** What a command gets to see of the words behind its name. */
export interface Invocation<O extends Options = Options> {
  readonly flags: FlagsOf<O>;
  /** The word behind the command's name that is no flag. */
  readonly operand: string | undefined;
}

/** A command with all that parser, help and documentation need to know of it. */
export interface Command<O extends Options = Options> {
  readonly name: string;
  /** What stands behind the name: `<url>`, or `[<token>]` where it may be left out; else empty. */
  readonly operand: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** More of it, for its own help: lines of at most 100 characters. */
  readonly description: string;
  readonly options: O;
  /** What each exit code says, beside 2: the command was wrong, or could not be run. */
  readonly exitCodes: Readonly<Record<'0' | '1', string | undefined>>;
  /** Without the name of the program. */
  readonly examples: readonly string[];
  /** @returns the exit code; nothing stands for 0, or for a program that goes on */
  run(invocation: Invocation<O>): Promise<number | undefined>;
}

/** Lets TypeScript see the flags of a command. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command;
}

export const JSON_OPTION = {
  type: 'boolean',
  help: 'Prints everything for scripts.',
} as const satisfies Option;
