import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon } from './icons.js';
import { copy } from './notice.js';
import { shared } from './shared-styles.js';

/** Longer JSON is shown plain: a span for each word of it would make the page slow. */
const MOST_COLOURED = 20_000;

const WORDS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** JSON in colours; every part of it stays text. */
function coloured(json: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of json.matchAll(WORDS)) {
    const [word, string, colon] = match;
    parts.push(json.slice(end, match.index));
    if (string === undefined) parts.push(html`<span class="literal">${word}</span>`);
    else if (colon === undefined) parts.push(html`<span class="string">${word}</span>`);
    else parts.push(html`<span class="key">${string}</span>`, colon);
    end = match.index + word.length;
  }
  return [...parts, json.slice(end)];
}

/** A box of code or of a body: scrolls by keyboard too, and can be copied. */
export class CodeBlock extends LitElement {
  static override properties = {
    text: { type: String },
    label: { type: String },
    json: { type: Boolean },
    copies: { type: Boolean },
  };

  static override styles = [
    shared,
    css`
      .box {
        position: relative;
      }

      pre {
        max-height: 22rem;
        overflow: auto;
        padding: 0.6rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--sunk);
        font: 0.8125rem/1.55 var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        tab-size: 2;
      }

      .copies pre {
        padding-right: 5.5rem;
      }

      button {
        position: absolute;
        top: 0.35rem;
        right: 0.6rem;
        min-height: 1.75rem;
        padding: 0.1rem 0.6rem;
        font-size: 0.8125rem;
      }

      .key {
        color: var(--key);
      }

      .string {
        color: var(--text);
      }

      .literal {
        color: var(--fault);
      }
    `,
  ];

  declare text: string;
  declare label: string;
  declare json: boolean;
  declare copies: boolean;

  constructor() {
    super();
    this.text = '';
    this.label = '';
    this.json = false;
    this.copies = false;
  }

  override render(): TemplateResult {
    const { text, label } = this;
    const shown = this.json && text.length <= MOST_COLOURED ? coloured(text) : text;
    return html`<div class="box ${this.copies ? 'copies' : ''}">
      <pre tabindex="0" role="group" aria-label=${label} dir="ltr">${shown}</pre>
      ${
        this.copies
          ? html`<button
              type="button"
              aria-label=${`Copy: ${label}`}
              @click=${() => copy(this, text, label)}
            >
              ${icon('copy')}Copy
            </button>`
          : ''
      }
    </div>`;
  }
}

export function jsonBlock(label: string, value: object): TemplateResult {
  const text = JSON.stringify(value, null, 2);
  return html`<kindly-code .text=${text} .label=${label} .json=${true}></kindly-code>`;
}
