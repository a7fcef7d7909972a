import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ConsoleState, SettingsChange } from '../../src/protocol/console-protocol.js';
import { changeSettings } from './console-api.js';
import { icon } from './icons.js';
import { attempt, copy, notify } from './notice.js';
import { shared } from './shared-styles.js';
import { assumptionTable, dialogueTable, hostTable, tableStyles } from './tables.js';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly help: string;
}

const RULES: readonly Choice<'strict' | 'lenient'>[] = [
  { value: 'strict', label: 'Strict', help: 'A token that breaks a rule is refused.' },
  { value: 'lenient', label: 'Lenient', help: 'Rules that Kindly may not enforce only warn.' },
];

const WILDCARDS: readonly Choice<'one-label' | 'any-depth'>[] = [
  { value: 'one-label', label: 'One label', help: '*.example.org covers a.example.org only.' },
  { value: 'any-depth', label: 'Any depth', help: '… and a.b.example.org, too.' },
];

/** As many as were configured, or three: enough to show whether an endpoint stands them. */
function tokenCallChoices(calls: number): readonly Choice<string>[] {
  const several = calls > 1 ? calls : 3;
  return [
    { value: '1', label: 'One at a time', help: 'What asks at the same time shares one call.' },
    {
      value: String(several),
      label: `${several} at once`,
      help: "As Kindly's own clients may do: the endpoint must answer each.",
    },
  ];
}

/** How the emulator is set up, what of it can be changed, and what it assumes. */
export class SettingsView extends LitElement {
  static override properties = { state: { attribute: false } };

  static override styles = [
    shared,
    tableStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
        gap: 1rem;
        margin: 0.9rem 0 1rem;
      }

      .wide {
        gap: 1rem;
      }

      .card {
        align-content: start;
      }

      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        margin-bottom: 0.35rem;
        padding: 0;
        font-weight: 600;
      }

      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 0.6rem;
        padding: 0.2rem 0;
      }

      .choice input {
        width: 1.05rem;
        height: 1.05rem;
        margin: 0.2rem 0 0;
        accent-color: var(--accent);
      }

      .warnings {
        margin-top: 0.9rem;
        background: var(--warn-paper);
        color: var(--warn);
      }

      .warnings li {
        display: flex;
        gap: 0.5rem;
        align-items: baseline;
      }
    `,
  ];

  declare state: ConsoleState;

  override render(): TemplateResult {
    const { settings, assumptions } = this.state;
    return html`
      <h1>Settings</h1>
      ${this.#warnings()}
      <div class="columns">
        <section class="card stack">${this.#bot()}</section>
        <section class="card">
          <kindly-public-key .saved=${settings.publicKey}></kindly-public-key>
        </section>
        <section class="card stack">${this.#switches()}</section>
        <section class="card stack">${this.#webhooks()}</section>
      </div>
      <div class="stack wide">
        <section class="card stack">
          <h2>Dialogues</h2>
          ${
            settings.dialogues.length === 0
              ? html`<p class="muted">There are none: give them in the config file.</p>`
              : dialogueTable(settings.dialogues)
          }
        </section>
        <section class="card stack">
          <h2>What Kindly does not document</h2>
          <p class="muted">
            Nobody outside Kindly knows these. The emulator does what is written here; Kindly may do
            otherwise.
          </p>
          ${assumptionTable(assumptions)}
        </section>
      </div>
    `;
  }

  #warnings(): TemplateResult | typeof nothing {
    const { warnings } = this.state;
    if (warnings.length === 0) return nothing;
    return html`<section class="card warnings" aria-label="Warnings">
      <ul class="stack">
        ${warnings.map((text) => html`<li class="foreign">${icon('warning')}<span>${text}</span></li>`)}
      </ul>
    </section>`;
  }

  #bot(): TemplateResult {
    const { settings, snippet } = this.state;
    return html`
      <h2>Your page</h2>
      <p class="row">
        <span class="muted">Bot</span> <bdi>${settings.botName}</bdi>
        <span class="muted">with the key</span> <code>${settings.botKey}</code>
        <button
          type="button"
          aria-label="Copy the bot key"
          @click=${() => copy(this, settings.botKey, 'Bot key')}
        >
          ${icon('copy')}Copy
        </button>
      </p>
      <h3>Snippet</h3>
      <kindly-code .text=${snippet} label="Snippet" .copies=${true}></kindly-code>
    `;
  }

  #switches(): TemplateResult {
    const { rules, wildcard, tokenCalls } = this.state.settings;
    return html`
      <h2>Rules</h2>
      ${this.#choices('Token rules', RULES, rules, (value) => ({ rules: value }))}
      ${this.#choices('Wildcards in webhook domains', WILDCARDS, wildcard, (value) => ({
        wildcard: value,
      }))}
      ${this.#choices(
        'Calls of getAuthToken',
        tokenCallChoices(tokenCalls),
        String(tokenCalls),
        (value) => ({ tokenCalls: Number(value) }),
      )}
    `;
  }

  #choices<Value extends string>(
    legend: string,
    choices: readonly Choice<Value>[],
    chosen: Value,
    change: (value: Value) => SettingsChange,
  ): TemplateResult {
    return html`<fieldset>
      <legend>${legend}</legend>
      ${choices.map(
        ({ value, label, help }) =>
          html`<label class="choice">
            <input
              type="radio"
              name=${legend}
              .checked=${value === chosen}
              @change=${() => this.#change(change(value), `${legend}: ${label}.`)}
            />
            <span>${label} <span class="muted small">${help}</span></span>
          </label>`,
      )}
    </fieldset>`;
  }

  #webhooks(): TemplateResult {
    const { hmacKinds, hosts, webhookTimeout } = this.state.settings;
    return html`
      <h2>Webhooks</h2>
      <p>
        HMAC secrets are set for:
        ${
          hmacKinds.length === 0
            ? html`<strong>none</strong>`
            : hmacKinds.map((kind) => html`<code class="chip">${kind}</code> `)
        }
      </p>
      <p class="muted small">
        An answer is awaited for ${webhookTimeout / 1000} seconds. The secrets themselves are not
        shown.
      </p>
      <h3>Host mapping</h3>
      ${
        hosts.length === 0
          ? html`<p class="muted small">
              None. Webhooks on this machine need one:
              <code>--host shop.example.com=http://localhost:3000</code>
            </p>`
          : hostTable(hosts)
      }
    `;
  }

  #change(change: SettingsChange, words: string): Promise<void> {
    return attempt(this, async () => {
      await changeSettings(change);
      notify(this, words);
    });
  }
}
