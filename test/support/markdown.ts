import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';

const ROOT = join(import.meta.dirname, '../..');

/** Where pages are: the folders of the repository, each with what lies below it unless it is the root. */
const FOLDERS = ['.changeset', '.github', 'apps', 'bench', 'docs', 'libs'];

function pagesBelow(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => !/\/(?:node_modules|\.data)\//.test(name));
}

/** All pages of the repository, by their paths from its root. */
export const PAGES: readonly string[] = [...readdirSync(ROOT), ...FOLDERS.flatMap(pagesBelow)]
  .filter((name) => name.endsWith('.md'))
  .toSorted();

/** The text of a page of ours. */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const FENCED = /^( *)(`{3,})(.*)\n([\s\S]*?)^\1\2 *$/gm;

/** The fenced blocks of a language, in their order. */
export function blocksOf(language: string, path: string): readonly string[] {
  return [...page(path).matchAll(FENCED)].flatMap(([, , , info = '', code = '']) =>
    info.trim() === language ? [code] : [],
  );
}

/** The languages of the fenced blocks of a page, each once. */
export function languagesOf(path: string): readonly string[] {
  return [...new Set([...page(path).matchAll(FENCED)].map(([, , , info = '']) => info.trim()))];
}

/** A page without its fenced and its indented code, its comments, and what stands in backticks. */
function proseOf(text: string): string {
  return text
    .replaceAll(FENCED, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/(?<=\n\n)(?: {4}.*\n)+/g, '')
    .replaceAll(/(`+)(?!`)[\s\S]*?\1/g, 'code');
}

/** Where the links and pictures of a page lead to, as they are written. */
export function linksIn(text: string): readonly string[] {
  const prose = proseOf(text);
  const inline = prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g);
  const references = prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm);
  return [...inline, ...references].map(([, target = '']) => target);
}

/** The headings of a page, as they read without their markup. */
function headingsIn(text: string): readonly string[] {
  const withoutCode = text.replaceAll(FENCED, '');
  return [...withoutCode.matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gm)].map(([, heading = '']) =>
    heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]|(?<!\w)_|_(?!\w)/g, ''),
  );
}

/** What a link may name behind `#`: the headings of a page, as GitHub makes anchors of them. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  return new Set(headingsIn(text).map((heading) => slugger.slug(heading)));
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
