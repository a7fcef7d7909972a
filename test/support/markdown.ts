import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The text of a page of ours. */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What stands in backticks. */
export function codesIn(text = ''): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/**
 * The rows of the table under this heading of its first column: their cells, without the heading's own.
 *
 * @param under a heading of the page, where several tables begin alike
 */
export function tableOf(
  text: string,
  firstColumn: string,
  under = '',
): readonly (readonly string[])[] {
  const rows = text
    .slice(text.indexOf(under))
    .split('\n')
    .map((line) =>
      line.startsWith('|')
        ? line
            .split(/(?<!\\)\|/)
            .slice(1, -1)
            .map((cell) => cell.trim())
        : [],
    );
  const start = rows.findIndex(([cell]) => cell === firstColumn);
  const end = rows.findIndex((cells, index) => index > start && cells.length === 0);
  return start === -1 ? [] : rows.slice(start + 2, end === -1 ? undefined : end);
}
