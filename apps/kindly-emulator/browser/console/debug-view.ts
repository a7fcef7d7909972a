import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConsoleState } from '../../src/protocol/console-protocol.js';
import type { DebugRow } from './debug-row.js';
import { shortId } from './format.js';
import { type Filter, FILTERS, hashOf, type Route } from './route.js';
import { shared } from './shared-styles.js';
import { type TimelineRow, timelineOf } from './timeline.js';

const FILTER_WORDS: Readonly<Record<Filter, string>> = {
  all: 'All',
  tokens: 'Tokens',
  deliveries: 'Deliveries',
  failures: 'Only failures',
};

/** The live timeline of token checks and deliveries. */
export class DebugView extends LitElement {
  static override properties = {
    state: { attribute: false },
    route: { attribute: false },
    opened: { state: true },
  };

  static override styles = [
    shared,
    css`
      .top {
        justify-content: space-between;
        margin-bottom: 0.9rem;
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        margin: 0;
        padding: 0.2rem;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--card);
      }

      fieldset label {
        padding: 0.2rem 0.75rem;
        border-radius: 7px;
        font-size: 0.875rem;
        font-weight: 600;
        cursor: pointer;
      }

      fieldset label:has(:checked) {
        background: var(--accent);
        color: var(--accent-ink);
      }

      fieldset label:has(:focus-visible) {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }

      /* Colours of one's own take the background away. */
      @media (forced-colors: active) {
        fieldset label:has(:checked) {
          outline: 2px solid;
          outline-offset: -2px;
        }
      }

      .tools {
        gap: 0.5rem 1rem;
      }

      .rows {
        padding: 0;
        overflow: hidden;
      }

      .rows li:first-child kindly-row {
        border-top: 0;
      }

      .none {
        padding: 2rem 1.15rem;
        text-align: center;
      }
    `,
  ];

  declare state: ConsoleState;
  declare route: Route;
  declare opened: ReadonlySet<string>;

  /** When the view was opened: what came later came before somebody's eyes. */
  readonly #since = new Date().toISOString();

  constructor() {
    super();
    this.opened = new Set();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { id } = this.route;
    if (changed.has('route') && id !== null) this.opened = new Set([...this.opened, id]);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { id } = this.route;
    if (!changed.has('route') || id === null) return;
    const rows = [...this.renderRoot.querySelectorAll<DebugRow>('kindly-row')];
    const row = rows.find((each) => each.row.id === id);
    // Only when the row has opened is there something to scroll to.
    void row?.updateComplete.then(() => row.scrollIntoView({ block: 'start' }));
  }

  override render(): TemplateResult {
    const { filter, chat } = this.route;
    const rows = timelineOf(this.state, filter, chat);
    const none = this.state.tokenChecks.length + this.state.deliveries.length === 0;
    return html`
      <div class="row top">
        <h1>Debug console</h1>
        <div class="row tools">
          <kindly-trigger .settings=${this.state.settings}></kindly-trigger> ${this.#chat()}
          ${none ? nothing : this.#filters()}
        </div>
      </div>
      ${none ? html`<kindly-first-steps .state=${this.state}></kindly-first-steps>` : nothing}
      ${none ? nothing : this.#list(rows)}
      <p class="hidden-text" role="status">${this.#latest(rows[0])}</p>
    `;
  }

  #list(rows: readonly TimelineRow[]): TemplateResult {
    if (rows.length === 0) {
      return html`<p class="card none muted">Nothing to see with this filter.</p>`;
    }
    return html`<ul class="card rows" aria-label="Token checks and deliveries, the latest first">
      ${repeat(
        rows,
        ({ id }) => id,
        (row) =>
          html`<li>
            <kindly-row
              .row=${row}
              .open=${this.opened.has(row.id)}
              .fresh=${row.at > this.#since}
              @row-toggle=${(event: CustomEvent<string>) => this.#toggle(event)}
            ></kindly-row>
          </li>`,
      )}
    </ul>`;
  }

  #filters(): TemplateResult {
    return html`<fieldset>
      <legend class="hidden-text">Show</legend>
      ${FILTERS.map(
        (filter) =>
          html`<label>
            <input
              class="hidden-text"
              type="radio"
              name="show"
              .checked=${this.route.filter === filter}
              @change=${() => this.#go({ filter })}
            />${FILTER_WORDS[filter]}
          </label>`,
      )}
    </fieldset>`;
  }

  #chat(): TemplateResult | typeof nothing {
    const { chat } = this.route;
    if (chat === null) return nothing;
    return html`<button type="button" @click=${() => this.#go({ chat: null })}>
      Chat ${shortId(chat)} only<span aria-hidden="true">×</span>
      <span class="hidden-text">: show all chats</span>
    </button>`;
  }

  /** Read out when it changes, so that a screen reader follows what is live. */
  #latest(row: TimelineRow | undefined): string {
    if (row === undefined || row.at <= this.#since) return '';
    const what = row.delivery === null ? 'Token' : `Delivery ${row.delivery.dialogue}`;
    return `${what} ${row.word}: ${row.summary}`;
  }

  #go(change: Partial<Route>): void {
    location.hash = hashOf({ ...this.route, id: null, ...change });
  }

  #toggle({ detail }: CustomEvent<string>): void {
    const opened = new Set(this.opened);
    if (!opened.delete(detail)) opened.add(detail);
    this.opened = opened;
  }
}
