import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, linksIn, page, PAGES } from '../support/markdown.js';

const ROOT = join(import.meta.dirname, '../..');

/** A link to something of the repository; those to the network are not asked for. */
interface Link {
  readonly from: string;
  readonly target: string;
}

const LINKS: readonly Link[] = PAGES.flatMap((from) =>
  linksIn(page(from))
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .map((target) => ({ from, target })),
);

/** What is wrong with a link. */
function problemOf({ from, target }: Link): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#', 2);
  const file = path === '' ? from : posix.join(posix.dirname(from), path);
  if (!existsSync(join(ROOT, file))) {
    return `there is no ${file}`;
  }
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsIn(page(file)).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

describe('the links of all pages', () => {
  it('are found', () => {
    expect(LINKS.length).toBeGreaterThan(PAGES.length);
    expect(linksIn('`[no](code.md)` [a](b.md#c "d") ![e](<f.png>)\n\n[g]: h.md\n')).toEqual([
      'b.md#c',
      'f.png',
      'h.md',
    ]);
    expect([...anchorsIn('# A `b`: c\n## A `b`: c\n```\n# no\n```\n')]).toEqual([
      'a-b-c',
      'a-b-c-1',
    ]);
  });

  it.each(LINKS)('$from: $target', (link) => {
    expect(problemOf(link)).toBeUndefined();
  });
});

describe('docs/README.md', () => {
  const listed = new Set(
    linksIn(page('docs/README.md')).map((target) => posix.join('docs', target)),
  );

  it.each(PAGES.filter((path) => /^docs\/(?!README)/.test(path)))('lists %s', (path) => {
    expect(listed).toContain(path);
  });
});
