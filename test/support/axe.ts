import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}

/**
 * Runs axe over a page, shadow trees and all. The page's own policy would not let it in. Nothing moves from
 * then on: what is just fading in has no contrast yet.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = (await page.evaluate(
    `(() => { ${AXE}; return window.axe.run(); })()`,
  )) as AxeResults;
  const found = violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html }) => html.slice(0, 200)),
  ]);
  expect(found).toEqual([]);
}
