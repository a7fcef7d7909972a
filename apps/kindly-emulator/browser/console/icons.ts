import { html, type TemplateResult } from 'lit';
import type { Verdict } from '../../src/protocol/console-protocol.js';

const SHAPES = {
  ok: 'M3.500 8.500 6.500 11.500 12.500 4.500',
  warning: 'M8 2.500 14.500 13.500H1.500ZM8 6.500V9.500M8 11.600V11.700',
  failed: 'M4 4 12 12M12 4 4 12',
  skipped: 'M3.500 8H12.500',
  open: 'M6 3.500 10.500 8 6 12.500',
  back: 'M10 3.500 5.500 8 10 12.500',
  copy: 'M5.500 5.500V2.500H13.500V10.500H10.500M2.500 5.500H10.500V13.500H2.500Z',
  replay: 'M12.800 6A5.200 5.200 0 1 0 13.200 9M13 2.500V6H9.500',
  eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8ZM8 6.300A1.700 1.700 0 1 0 8 9.700 1.700 1.700 0 1 0 8 6.300',
  bolt: 'M9 1.500 3.500 9H8L7 14.500 12.500 7H8Z',
  token:
    'M10.500 2A3.500 3.500 0 1 0 10.500 9 3.500 3.500 0 1 0 10.500 2M8 8 2.500 13.500M4.500 11.500 6.500 13.500',
  delivery: 'M2 8H13M9 4 13 8 9 12',
} as const;

/** A small drawing beside a word; it says nothing by itself, so a screen reader passes it over. */
export function icon(name: keyof typeof SHAPES): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path
      d=${SHAPES[name]}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    ></path>
  </svg>`;
}

/** Colour, drawing and word together: a verdict is never told by colour alone. */
export function verdictChip(verdict: Verdict, word: string = verdict): TemplateResult {
  return html`<span class="chip ${verdict}">${icon(verdict)}${word}</span>`;
}
