import { css, type CSSResult, html, type TemplateResult } from 'lit';
import type { RuleResult, Verdict } from '../../src/protocol/console-protocol.js';
import { verdictChip } from './icons.js';

const GRAVITY: Readonly<Record<Verdict, number>> = { failed: 0, warning: 1, ok: 2, skipped: 3 };

/** Every rule with its verdict; what needs a person comes first. */
export function ruleList(rules: readonly RuleResult[]): TemplateResult {
  const sorted = rules.toSorted((a, b) => GRAVITY[a.verdict] - GRAVITY[b.verdict]);
  if (sorted.length === 0) return html`<p class="muted">No rule was applied.</p>`;
  return html`<ul class="rules">
    ${sorted.map(
      ({ rule, verdict, found, advice }) =>
        html`<li class="rule">
          <span class="verdict">${verdictChip(verdict)}</span>
          <code class="name">${rule}</code>
          <span class="found foreign">
            ${found} ${advice === '' ? '' : html`<strong class="advice">${advice}</strong>`}
          </span>
        </li>`,
    )}
  </ul>`;
}

export const ruleStyles: CSSResult = css`
  .rules {
    border: 1px solid var(--line);
    border-radius: 8px;
  }

  .rule {
    display: grid;
    grid-template-columns: 6.25rem minmax(7rem, 11rem) minmax(0, 1fr);
    gap: 0.15rem 0.75rem;
    align-items: baseline;
    padding: 0.4rem 0.75rem;
    font-size: 0.875rem;
  }

  .rule + .rule {
    border-top: 1px solid var(--line);
  }

  .rule .name {
    color: var(--muted);
  }

  .advice {
    display: block;
  }

  @media (max-width: 44rem) {
    .rule {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .rule .found {
      grid-column: 1 / -1;
    }
  }
`;
