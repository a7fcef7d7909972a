import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** What cannot be seen, or moves the cursor, or turns the direction of the text around. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that came from elsewhere – a claim, a header, a body – as it may go to a terminal: a server must
 * not be able to repaint the screen, or to type into it, through what it answers.
 */
export function printable(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Fewer are not worth wrapping for. */
const MIN_COLUMNS = 40;

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

/**
 * One of the two streams of a command. Its colours follow NO_COLOR and FORCE_COLOR, and there are none
 * where it goes into a pipe or a file; nor are lines broken there, which would be in the way of grep.
 */
export class Terminal {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  print(...lines: readonly string[]): void {
    this.stream.write(`${lines.join('\n')}\n`);
  }

  /**
   * A result for scripts, in one line. What must not reach a terminal is escaped here too: outside of its
   * strings JSON has no such characters, and inside them it knows these escapes.
   */
  printJson(value: unknown): void {
    this.print(printable(JSON.stringify(value)));
  }

  paint(style: Style, text: string): string {
    return styleText(style, text, { stream: this.stream, validateStream: true });
  }

  /** Text behind a column that is this wide, in as many lines as it takes. */
  wrap(text: string, indentation: number): string {
    const width = (this.stream.columns ?? 0) - indentation;
    if (!this.stream.isTTY || width < MIN_COLUMNS) return text;
    return wrapped(text, width).join(`\n${' '.repeat(indentation)}`);
  }
}

/** Results. */
export const out = new Terminal(process.stdout);
/** What is said beside the results, and must not get into `$(kindly-emulator …)`. */
export const err = new Terminal(process.stderr);
