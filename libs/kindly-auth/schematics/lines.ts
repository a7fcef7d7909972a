import { parseEnv } from 'node:util';
import { eolOf } from './source-text.js';

/** A line of a file that is ignored, and the ways in which others write it. */
export interface Ignored {
  readonly line: string;
  readonly alike: RegExp;
}

/** The folder with the key pair. */
export const KEYS: Ignored = { line: '.kindly/', alike: /^(\*\*\/|\/)?\.kindly(\/\*{0,2})?$/ };

/** The file with the secrets. */
export const ENV: Ignored = { line: '.env', alike: /^(\*\*\/|\/)?(\.env\*?|\*\.env)$/ };

/** What a line may say that is about all files, or all hidden ones. */
const ALL = /^(\*\*\/|\/)?\.?\*{1,2}\/?$/;

/** Whether a file is ignored in the end: a line that begins with "!" takes back those above it. */
function isIgnored(lines: readonly string[], { alike }: Ignored): boolean {
  const last = lines.findLast((line) =>
    line.startsWith('!') ? alike.test(line.slice(1)) || ALL.test(line.slice(1)) : alike.test(line),
  );
  return last !== undefined && !last.startsWith('!');
}

function append(text: string, heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const eol = eolOf(text);
  const start = text === '' ? '' : `${text.replace(/(\r?\n)*$/, '')}${eol}${eol}`;
  return start + [heading, ...lines, ''].join(eol);
}

/** @returns the text of a `.gitignore` or `.dockerignore` that keeps all of these out */
export function withIgnored(text: string, ignored: readonly Ignored[]): string {
  const present = text.split(/\r?\n/).map((line) => line.trim());
  const missing = ignored.filter((one) => !isIgnored(present, one));
  return append(
    text,
    '# Keys and secrets',
    missing.map(({ line }) => line),
  );
}

/** @returns the text of a `.env` that has all these variables; those that are there stay */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  const present = parseEnv(text);
  return append(
    text,
    '# Kindly: docs/nest-add.md of nestjs-kindly-auth explains each of them',
    Object.entries(variables)
      .filter(([name]) => !(name in present))
      .map(([name, value]) => `${name}=${value}`),
  );
}
