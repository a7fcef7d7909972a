import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codesIn, page, tableOf } from './support/markdown.js';

const SOURCES = join(import.meta.dirname, '../libs/kindly-auth/src');
const TEXT = page('docs/mutation-testing.md');
const ROOMS = tableOf(TEXT, 'room');
const CHANGED = tableOf(TEXT, 'file', '### Changed since');

/** The last cells of a row that has figures: mutants, left out, detected, survive, score. */
function figuresOf(row: readonly string[]): readonly string[] {
  return row.slice(-5);
}

describe('docs/mutation-testing.md', () => {
  it.each([...ROOMS, ...CHANGED].filter((row) => figuresOf(row)[0] !== ''))(
    'has figures that add up: %s',
    (...row) => {
      const [mutants, leftOut, detected, survive] = figuresOf(row).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      expect(leftOut + detected + survive).toBe(mutants);
      const score = Number(((100 * detected) / (mutants - leftOut)).toFixed(1));
      expect(row.at(-1)).toBe(`${score} %`);
    },
  );

  it('has the scores that docs/security.md quotes', () => {
    const quoted = [
      ...page('docs/security.md').matchAll(/(?<score>[\d.]+ %)\s+in\s+`(?<room>\w+)\/`/g),
    ].map(({ groups }) => [groups?.['room'], groups?.['score']]);
    const scores = ROOMS.map((row) => [row[0], row.at(-1)]);
    expect(new Map(quoted as [string, string][])).toEqual(new Map(scores as [string, string][]));
  });

  it('lists changed files that exist, each once', () => {
    const files = CHANGED.flatMap(([file]) => codesIn(file));
    expect(files.length).toBe(new Set(files).size);
    const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
    const names = new Set(sources.map((path) => basename(path)));
    expect(files.filter((file) => !names.has(file))).toEqual([]);
  });

  it('names no commit, which a history that was written anew would not have', () => {
    expect(codesIn(TEXT).filter((code) => /^[\da-f]{7,40}$/.test(code))).toEqual([]);
  });
});
