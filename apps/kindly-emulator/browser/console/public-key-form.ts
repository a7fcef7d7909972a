import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { changeSettings } from './console-api.js';
import { notify } from './notice.js';
import { shared } from './shared-styles.js';

/** Where the public key is pasted, as at Kindly's Settings. */
export class PublicKeyForm extends LitElement {
  static override properties = {
    saved: { type: String },
    draft: { state: true },
    refusal: { state: true },
  };

  static override styles = [
    shared,
    css`
      label {
        font-weight: 600;
      }

      [aria-invalid='true'] {
        border-color: var(--bad);
      }

      .refusal {
        padding: 0.5rem 0.75rem;
        border-radius: 8px;
        background: var(--bad-paper);
        color: var(--bad);
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare saved: string;
  /** What was typed and not saved; `null`: nothing. */
  declare draft: string | null;
  declare refusal: string;

  constructor() {
    super();
    this.saved = '';
    this.draft = null;
    this.refusal = '';
  }

  override render(): TemplateResult {
    const wrong = this.refusal !== '';
    return html`<form class="stack" @submit=${(event: Event) => this.#save(event)}>
      <label for="key">Public key</label>
      <textarea
        id="key"
        rows="9"
        spellcheck="false"
        autocomplete="off"
        placeholder="-----BEGIN PUBLIC KEY-----"
        aria-describedby="help refusal"
        aria-invalid=${wrong}
        .value=${this.draft ?? this.saved}
        @input=${(event: Event) => this.#type(event)}
      ></textarea>
      <p class="small muted" id="help">
        PEM text of the pair that your app signs with. Never paste the private key here.
      </p>
      <p class="refusal" id="refusal" role="alert" ?hidden=${!wrong}>${this.refusal}</p>
      <div class="row">
        <button class="primary" type="submit">Save the key</button>
        ${
          this.draft === null
            ? nothing
            : html`<button type="button" @click=${() => this.#reset()}>Undo</button>`
        }
      </div>
    </form>`;
  }

  #type({ target }: Event): void {
    this.draft = (target as HTMLTextAreaElement).value;
    this.refusal = '';
  }

  #reset(): void {
    this.draft = null;
    this.refusal = '';
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    try {
      const { publicKey } = await changeSettings({ publicKey: this.draft ?? this.saved });
      this.saved = publicKey;
      this.#reset();
      notify(this, publicKey === '' ? 'The public key was removed.' : 'Public key saved.');
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error);
    }
  }
}
