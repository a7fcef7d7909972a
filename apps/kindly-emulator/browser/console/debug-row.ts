import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { rowStyles } from './debug-row-styles.js';
import { shortId } from './format.js';
import { icon, verdictChip } from './icons.js';
import { shared } from './shared-styles.js';
import { timeOf } from './time-of.js';
import type { TimelineRow } from './timeline.js';

/** One line of the debug console; opens and closes. */
export class DebugRow extends LitElement {
  static override properties = {
    row: { attribute: false },
    open: { type: Boolean, reflect: true },
    fresh: { type: Boolean, reflect: true },
  };

  static override styles = [shared, rowStyles];

  declare row: TimelineRow;
  declare open: boolean;
  /** It came while somebody was looking. */
  declare fresh: boolean;

  constructor() {
    super();
    this.open = false;
    this.fresh = false;
  }

  override render(): TemplateResult {
    const { row, open } = this;
    return html`
      <button class="line" type="button" aria-expanded=${open} @click=${() => this.#toggle()}>
        <span class="arrow">${icon('open')}</span>
        <span class="time">${timeOf(row.at)}</span>
        <span class="verdict">${verdictChip(row.verdict, row.word)}</span>
        <span class="kind">${this.#kind()}</span>
        <span class="summary foreign">${row.summary} ${this.#fault()}</span>
        <span class="chat mono" title=${row.chatId}>
          <span class="hidden-text">chat </span>${shortId(row.chatId)}
        </span>
        ${this.#numbers()}
      </button>
      ${open ? html`<div class="detail">${this.#detail()}</div>` : nothing}
    `;
  }

  #kind(): TemplateResult {
    const { delivery } = this.row;
    if (delivery === null) return html`${icon('token')}<span>token</span>`;
    return html`${icon('delivery')}<span class="clip">${delivery.dialogue}</span>`;
  }

  #fault(): TemplateResult | typeof nothing {
    const fault = this.row.delivery?.fault ?? null;
    if (fault === null) return nothing;
    return html`<span class="chip fault">${icon('bolt')}fault: ${fault}</span>`;
  }

  #numbers(): TemplateResult {
    const { delivery } = this.row;
    if (delivery === null) return html`<span class="status"></span><span class="ms"></span>`;
    const { response, milliseconds } = delivery;
    return html`
      <span class="status mono">${response === null ? '–' : response.status}</span>
      <span class="ms mono">${Math.round(milliseconds)} ms</span>
    `;
  }

  #detail(): TemplateResult {
    const { check, delivery } = this.row;
    if (check !== null) return html`<kindly-token .check=${check}></kindly-token>`;
    return html`<kindly-delivery .delivery=${delivery}></kindly-delivery>`;
  }

  #toggle(): void {
    this.dispatchEvent(new CustomEvent('row-toggle', { detail: this.row.id }));
  }
}
