import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codesIn, page, tableOf } from './support/markdown.js';

const ROOT = join(import.meta.dirname, '..');
const TEXT = page('docs/security.md');
const PROMISES = TEXT.split(/^#+ /m).filter((section) => /^P\d+ /.test(section));
const RFC_8725 = tableOf(TEXT, 'item');
/** Nothing runs by itself in there: it is `test/attacks` that sends what they say. */
const ATTACKS = 'test/support/attacks/';

/** A test that the page names: its file, and its title as it stands there. */
interface Cited {
  readonly file: string;
  readonly title: string;
}

function citedIn(text: string): readonly Cited[] {
  const citations = text.replaceAll(/\s+/g, ' ').matchAll(/`([\w./-]+\.ts)`((?:,? "[^"]+")+)/g);
  return [...citations].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title })),
  );
}

function commandsIn(text: string): readonly string[] {
  return text.match(/\bnpx vitest run [^`\n]+/g) ?? [];
}

/** What a command runs: parts of the names of files, and parts of the titles of tests. */
function partsOf(command: string): {
  readonly files: readonly string[];
  readonly titles: readonly string[];
} {
  const [, files = '', titles] = /^npx vitest run (.*?)(?: -t '(.*)')?$/.exec(command) ?? [];
  return { files: files.split(' '), titles: titles?.split('|') ?? [] };
}

const SPECS = ['libs', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('spec.ts')),
);

describe('docs/security.md', () => {
  it('has every promise and every item of RFC 8725', () => {
    const numbers = Array.from({ length: 18 }, (_, index) => `P${index + 1}`);
    expect(PROMISES.map((section) => section.split(' ', 1)[0])).toEqual(numbers);
    const items = Array.from({ length: 12 }, (_, index) => `3.${index + 1}`);
    expect(RFC_8725.map(([item]) => item?.split(' ', 1)[0])).toEqual(items);
    for (const [, , tests] of RFC_8725) expect(citedIn(tests ?? '')).not.toEqual([]);
  });

  it.each(citedIn(TEXT))('names a test that exists: $file, $title', ({ file, title }) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    expect([`'`, '"', '`'].some((quote) => source.includes(quote + title + quote))).toBe(true);
  });

  it('names no file that does not exist', () => {
    const prose = TEXT.replaceAll(/^```[\s\S]*?^```/gm, '');
    const files = codesIn(prose).filter((code) => /^[\w./-]+\.ts$/.test(code));
    const missing = files.filter((file) =>
      [file, `libs/kindly-auth/src/${file}`].every((path) => !existsSync(join(ROOT, path))),
    );
    expect(files.length).toBeGreaterThan(PROMISES.length);
    expect(missing).toEqual([]);
  });

  it.each(PROMISES.map((section) => [section.split('\n', 1)[0], section] as const))(
    'has code, tests and a command that runs them: %s',
    (_promise, section) => {
      expect(section).toMatch(/^- Code: `/m);
      const cited = citedIn(section);
      const [command = '', another] = commandsIn(section);
      expect(another).toBeUndefined();
      const { files, titles } = partsOf(command);
      const isRun = ({ file, title }: Cited): boolean =>
        titles.some((part) => title.includes(part) || part.includes(title)) &&
        files.some((part) =>
          file.startsWith(ATTACKS) ? part.startsWith('test/attacks') : file.includes(part),
        );
      expect(cited).not.toEqual([]);
      expect(cited.filter((one) => !isRun(one))).toEqual([]);
    },
  );

  it.each(commandsIn(TEXT))('runs what is there: %s', (command) => {
    const cited = citedIn(TEXT);
    const { files, titles } = partsOf(command);
    expect(files.filter((part) => !SPECS.some((name) => name.includes(part)))).toEqual([]);
    const isKnown = (part: string): boolean =>
      cited.some(({ title }) => title.includes(part) || part.includes(title));
    expect(titles.filter((part) => !isKnown(part))).toEqual([]);
  });
});
