import type { Locator, Page } from 'playwright-core';

/** Opens the latest row of the debug console whose line holds this. */
export async function openRow(page: Page, line: string): Promise<Locator> {
  const button = page.getByRole('button', { name: line, expanded: false });
  await button.first().click();
  return page.getByRole('listitem').filter({
    has: page.getByRole('button', { name: line, expanded: true }),
  });
}

/** A rule in a row that is open, with its verdict, what was found and what to change. */
export function ruleOf(row: Locator, rule: string): Locator {
  return row.getByRole('listitem').filter({ hasText: rule });
}
