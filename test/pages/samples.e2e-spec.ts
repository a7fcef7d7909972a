import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { languagesOf, PAGES } from '../support/markdown.js';
import { PageApp, problemsOf, type Sample, SAMPLES } from '../support/page-app.js';

const TESTS = join(import.meta.dirname, '..');

/** Under another name a block would be neither compiled nor run. */
const OTHER_NAMES = /^(typescript|js|javascript|mjs|mts|cts|jsx)\b|^tsx?\s/;

/** What a sample says of itself that nothing can run. */
const COMPILED_ONLY = /^\/\/ Compiled only: \S.+$/m;

/** A spec, with what it imports of `test/support/`. */
function withSupport(spec: string): string {
  const text = readFileSync(join(TESTS, spec), 'utf8');
  const imported = [...text.matchAll(/from '[./]+(\/support\/[\w/-]+)\.js'/g)];
  const support = imported.map(([, path = '']) => readFileSync(join(TESTS, `${path}.ts`), 'utf8'));
  return [text, ...support].join('\n');
}

const SPECS: readonly string[] = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('-spec.ts'))
  .map(withSupport);

/** Whether a test opens the page and names the sample. */
function isRun({ page, name }: Sample): boolean {
  const isNamed = new RegExp(String.raw`(?<![\w./-])${name.replaceAll('.', String.raw`\.`)}\b`);
  return SPECS.some((spec) => spec.includes(`'${page}'`) && isNamed.test(spec));
}

describe('the samples in TypeScript, of all pages', () => {
  const apps = [...new Set(SAMPLES.map(({ page }) => page))].map((page) => new PageApp(page));
  afterAll(() => apps.forEach((app) => app.remove()));

  // The compiler reads all that the samples import, NestJS among it.
  it('compile against the package as it is published', { timeout: 180_000 }, () => {
    expect(problemsOf(apps)).toEqual([]);
  });

  it.each(PAGES)('are marked as ts or tsx: %s', (page) => {
    expect(languagesOf(page).filter((language) => OTHER_NAMES.test(language))).toEqual([]);
  });

  it.each(SAMPLES.map(({ page, name }) => [page, name] as const))(
    'have a name of their own: %s, %s',
    (page, name) => {
      expect(name).toMatch(/^[\w./-]+\.tsx?$/);
      expect(SAMPLES.filter((other) => other.page === page && other.name === name)).toHaveLength(1);
    },
  );

  it.each(SAMPLES)('are run by a test, or say why not: $page, $name', (sample) => {
    expect(isRun(sample) || COMPILED_ONLY.test(sample.code)).toBe(true);
  });
});
