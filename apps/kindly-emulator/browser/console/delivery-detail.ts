import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Delivery } from '../../src/protocol/console-protocol.js';
import { curlOf, replay, unmaskedDelivery } from './console-api.js';
import { jsonBlock } from './code-block.js';
import { shortId } from './format.js';
import { httpPart, httpStyles } from './http-part.js';
import { icon, verdictChip } from './icons.js';
import { attempt, copy, notify } from './notice.js';
import { hashOf } from './route.js';
import { ruleList, ruleStyles } from './rule-list.js';
import { shared } from './shared-styles.js';
import { verdictOf } from './timeline.js';

/**
 * All that is known of one delivery, and what can be done with it. Its parts are no landmarks: several
 * deliveries may be open, and each has the same ones.
 */
export class DeliveryDetail extends LitElement {
  static override properties = {
    delivery: { attribute: false },
    open: { state: true },
    curl: { state: true },
  };

  static override styles = [
    shared,
    ruleStyles,
    httpStyles,
    css`
      .fault-note {
        padding: 0.55rem 0.75rem;
        border-radius: 8px;
        background: var(--fault-paper);
        font-size: 0.875rem;
      }

      .parts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
        gap: 1.25rem;
      }

      .line {
        font: 600 0.8125rem/1.5 var(--mono);
      }
    `,
  ];

  declare delivery: Delivery;
  /** The same delivery with its secrets, once somebody asked for them; gone when the row is closed. */
  declare open: Delivery | null;
  /** Shown only when the clipboard is out of reach. */
  declare curl: string | null;

  constructor() {
    super();
    this.open = null;
    this.curl = null;
  }

  override render(): TemplateResult {
    const { delivery } = this;
    const shown = this.open ?? delivery;
    return html`<div class="stack">
      ${this.#actions()} ${this.#curl()} ${this.#fault()}
      <h2 class="minor">Rules</h2>
      ${ruleList(delivery.rules)}
      <div class="parts">
        <div class="stack" role="group" aria-label="Request">${this.#request(shown)}</div>
        <div class="stack" role="group" aria-label="Response and claims">
          ${this.#response(shown)} ${this.#claims(shown)}
        </div>
      </div>
    </div>`;
  }

  #actions(): TemplateResult {
    const { chatId, replayOf } = this.delivery;
    return html`<div class="row">
      <button type="button" aria-pressed=${this.open !== null} @click=${() => this.#unmask()}>
        ${icon('eye')}Show unmasked
      </button>
      <button type="button" @click=${() => this.#copyCurl()}>${icon('copy')}Copy as curl</button>
      <button type="button" @click=${() => this.#replay()}>${icon('replay')}Replay</button>
      <span class="small muted">
        Chat <a href=${hashOf({ view: 'inbox', id: chatId })}>${shortId(chatId)}</a>
        ${
          replayOf === null
            ? nothing
            : html`· replay of
                <a href=${hashOf({ view: 'debug', id: replayOf })}>${shortId(replayOf)}</a>`
        }
      </span>
    </div>`;
  }

  #curl(): TemplateResult | typeof nothing {
    if (this.curl === null) return nothing;
    return html`<kindly-code .text=${this.curl} label="curl command"></kindly-code>`;
  }

  #fault(): TemplateResult | typeof nothing {
    const { fault, faultExpectation } = this.delivery;
    if (fault === null) return nothing;
    const { verdict, word } = verdictOf(this.delivery);
    return html`<div class="fault-note stack">
      <p>
        <strong>Sent with the fault <code>${fault}</code>.</strong> A good webhook:
        ${faultExpectation}
      </p>
      <p class="row">What came: ${verdictChip(verdict, word)} ${this.delivery.summary}</p>
    </div>`;
  }

  #request({ url, sentTo, request, dialogue }: Delivery): TemplateResult {
    return html`
      <h2 class="minor">Request for the dialogue ${dialogue}</h2>
      <p class="line foreign">POST ${url}</p>
      ${
        sentTo === ''
          ? html`<p class="small muted">It was not sent.</p>`
          : html`${this.#mapping(url, sentTo)} ${httpPart('Request', request)}`
      }
    `;
  }

  #mapping(url: string, sentTo: string): TemplateResult | typeof nothing {
    if (sentTo === url) return nothing;
    return html`<p class="small muted foreign">
      Sent to <code>${sentTo}</code>, because the host is mapped.
    </p>`;
  }

  #response({ response, error, milliseconds }: Delivery): TemplateResult {
    const time = `${Math.round(milliseconds)} ms`;
    if (response === null) {
      return html`<h2 class="minor">Response</h2>
        <p class="row">${verdictChip('failed', 'no answer')} after ${time}</p>
        <p class="foreign">${error ?? 'No reason is known.'}</p>`;
    }
    return html`<h2 class="minor">Response</h2>
      <p class="line">${response.status} <span class="muted">in ${time}</span></p>
      ${error === null ? nothing : html`<p class="foreign">${error}</p>`}
      ${httpPart('Response', response)}`;
  }

  #claims({ claims }: Delivery): TemplateResult {
    if (claims === null) {
      return html`<p class="muted small">The chat has no token, so there are no claims.</p>`;
    }
    return html`<h2 class="minor">Claims of the chat’s token</h2>
      ${jsonBlock('Claims', claims)}`;
  }

  #unmask(): Promise<void> {
    return attempt(this, async () => {
      if (this.open !== null) {
        this.open = null;
        return;
      }
      this.open = await unmaskedDelivery(this.delivery.id);
      notify(this, 'Tokens and secrets are shown. Mind who looks at your screen.');
    });
  }

  #copyCurl(): Promise<void> {
    return attempt(this, async () => {
      const curl = await curlOf(this.delivery.id);
      this.curl = (await copy(this, curl, 'curl command, with its secrets,')) ? null : curl;
    });
  }

  #replay(): Promise<void> {
    return attempt(this, async () => {
      const { response, milliseconds } = await replay(this.delivery.id);
      const came = response === null ? 'no answer' : String(response.status);
      notify(this, `Sent again: ${came} in ${Math.round(milliseconds)} ms. It is at the top.`);
    });
  }
}
