import { html, type TemplateResult } from 'lit';
import type { Settings } from '../../src/protocol/console-protocol.js';

/** A choice among the dialogues that call a webhook: only they can be triggered. */
export function dialogueSelect(
  { dialogues }: Settings,
  chosen: string,
  choose: (slug: string) => void,
): { readonly slug: string | null; readonly select: TemplateResult } {
  const slugs = dialogues.filter(({ webhook }) => webhook !== null).map(({ slug }) => slug);
  const slug = slugs.includes(chosen) ? chosen : (slugs[0] ?? null);
  const select = html`<select
    aria-label="Dialogue"
    @change=${({ target }: Event) => choose((target as HTMLSelectElement).value)}
  >
    ${slugs.map((each) => html`<option .selected=${each === slug}>${each}</option>`)}
  </select>`;
  return { slug, select };
}
