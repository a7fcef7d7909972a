import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type {
  ConsoleState,
  Delivery,
  FaultDescription,
} from '../../src/protocol/console-protocol.js';
import { armFault, trigger } from './console-api.js';
import { dialogueSelect } from './dialogue-select.js';
import { icon, verdictChip } from './icons.js';
import { attempt, notify } from './notice.js';
import { hashOf } from './route.js';
import { shared } from './shared-styles.js';
import { verdictOf } from './timeline.js';

/** Breaks the next delivery on purpose. */
export class FaultsView extends LitElement {
  static override properties = {
    state: { attribute: false },
    dialogue: { state: true },
    results: { state: true },
  };

  static override styles = [
    shared,
    css`
      .top {
        justify-content: space-between;
        gap: 0.75rem;
        margin-bottom: 0.9rem;
      }

      .armed-now {
        justify-content: space-between;
        margin-bottom: 0.9rem;
        padding: 0.6rem 1.15rem;
        border-color: transparent;
        background: var(--fault-paper);
      }

      .faults {
        padding: 0;
        overflow: hidden;
      }

      .fault-item {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.4rem 1.5rem;
        padding: 0.85rem 1.15rem;
      }

      .fault-item + .fault-item {
        border-top: 1px solid var(--line);
      }

      .fault-item.armed {
        box-shadow: inset 3px 0 var(--fault);
      }

      h2 {
        font-size: 0.975rem;
      }

      h2 code {
        font-weight: 400;
      }

      button[aria-pressed='true'] {
        border-color: var(--fault);
        background: var(--fault-paper);
      }

      .buttons {
        align-self: center;
      }

      .result {
        grid-column: 1 / -1;
        padding: 0.5rem 0.75rem;
        border-radius: 8px;
        background: var(--sunk);
        font-size: 0.875rem;
      }

      .top > :first-child {
        flex: 1 1 20rem;
      }

      @media (max-width: 62rem) {
        .fault-item {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      /* Three buttons in one line on a phone. */
      @media (max-width: 30rem) {
        .fault-item {
          padding-inline: 0.9rem;
        }

        .buttons {
          gap: 0.35rem;
        }

        .buttons button {
          padding-inline: 0.5rem;
        }
      }
    `,
  ];

  declare state: ConsoleState;
  declare dialogue: string;
  /** What 'Trigger now' brought, by fault. */
  declare results: ReadonlyMap<string, Delivery>;

  constructor() {
    super();
    this.dialogue = '';
    this.results = new Map();
  }

  override render(): TemplateResult {
    const choice = dialogueSelect(this.state.settings, this.dialogue, (slug) => {
      this.dialogue = slug;
    });
    return html`
      <div class="row top">
        <div>
          <h1>Faults</h1>
          <p class="muted">
            Break a delivery on purpose, and see whether your webhook notices. ‘Arm once’ is for the
            next delivery, ‘Keep on’ for each until you disarm it.
          </p>
        </div>
        ${
          choice.slug === null
            ? html`<p class="small muted">No dialogue has a webhook yet.</p>`
            : html`<div class="row small">‘Trigger now’ uses ${choice.select}</div>`
        }
      </div>
      ${this.#armed()}
      <ul class="card faults" aria-label="Faults">
        ${this.state.faults.map((fault) => this.#fault(fault, choice.slug))}
      </ul>
    `;
  }

  #armed(): TemplateResult | typeof nothing {
    const { fault, sticky } = this.state.fault;
    if (fault === null) return nothing;
    const title = this.state.faults.find(({ name }) => name === fault)?.title ?? fault;
    return html`<div class="card row armed-now">
      <p>
        <strong>${title}</strong> is armed for
        ${sticky ? 'every delivery until you disarm it' : 'the next delivery'}.
      </p>
      <button type="button" @click=${() => this.#arm(null)}>Disarm</button>
    </div>`;
  }

  #fault(fault: FaultDescription, slug: string | null): TemplateResult {
    const { name, title, description, expectation } = fault;
    const armed = this.state.fault.fault === name;
    const { sticky } = this.state.fault;
    return html`<li class="fault-item ${armed ? 'armed' : ''}">
      <div>
        <h2 class="row">
          ${title} <code class="muted small">${name}</code>
          ${armed ? html`<span class="chip fault">${icon('bolt')}armed</span>` : nothing}
        </h2>
        <p>${description}</p>
        <p class="muted">A good webhook: ${expectation}</p>
      </div>
      <div class="row buttons">
        ${
          slug === null
            ? nothing
            : html`<button
                class="primary"
                type="button"
                aria-label=${`Trigger now: ${title}`}
                @click=${() => this.#trigger(fault, slug)}
              >
                ${icon('bolt')}Trigger now
              </button>`
        }
        <button
          type="button"
          aria-label=${`Arm once: ${title}`}
          aria-pressed=${armed && !sticky}
          @click=${() => this.#arm(armed && !sticky ? null : fault)}
        >
          Arm once
        </button>
        <button
          type="button"
          aria-label=${`Keep on: ${title}`}
          aria-pressed=${armed && sticky}
          @click=${() => this.#arm(armed && sticky ? null : fault, true)}
        >
          Keep on
        </button>
      </div>
      ${this.#result(this.results.get(name), fault)}
    </li>`;
  }

  #result(delivery: Delivery | undefined, { expectation }: FaultDescription): TemplateResult {
    if (delivery === undefined) return html``;
    const { verdict, word } = verdictOf(delivery);
    const { response, milliseconds, summary, id } = delivery;
    return html`<div class="result">
      <p class="row">
        ${verdictChip(verdict, word)}
        <strong class="mono">${response === null ? 'no answer' : response.status}</strong>
        <span class="muted mono">${Math.round(milliseconds)} ms</span>
        <a href=${hashOf({ view: 'debug', id })}>Open it in the debug console</a>
      </p>
      <p class="foreign">${summary}</p>
      ${verdict === 'warning' || verdict === 'skipped' ? html`<p class="muted">Hoped for: ${expectation}</p>` : nothing}
    </div>`;
  }

  #arm(fault: FaultDescription | null, sticky = false): Promise<void> {
    return attempt(this, async () => {
      await armFault(fault?.name ?? null, sticky);
      if (fault === null) notify(this, 'No fault is armed.');
      else notify(this, `${fault.title}: armed ${sticky ? 'until you disarm it' : 'once'}.`);
    });
  }

  #trigger({ name, title }: FaultDescription, dialogue: string): Promise<void> {
    return attempt(this, async () => {
      const delivery = await trigger({ dialogue, fault: name });
      this.results = new Map([...this.results, [name, delivery]]);
      const { verdict, word } = verdictOf(delivery);
      notify(this, `${title}: ${word}.`, verdict === 'failed' ? 'failed' : 'ok');
    });
  }
}
