import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Settings } from '../../src/protocol/console-protocol.js';
import { trigger } from './console-api.js';
import { dialogueSelect } from './dialogue-select.js';
import { icon } from './icons.js';
import { attempt, notify } from './notice.js';
import { shared } from './shared-styles.js';

/** Calls the webhook of a dialogue, without anybody having to say its phrase. */
export class TriggerForm extends LitElement {
  static override properties = {
    settings: { attribute: false },
    chat: { type: String },
    dialogue: { state: true },
  };

  static override styles = [shared];

  declare settings: Settings;
  /** In which chat; without one the emulator takes the latest. */
  declare chat: string | undefined;
  declare dialogue: string;

  constructor() {
    super();
    this.dialogue = '';
  }

  override render(): TemplateResult | typeof nothing {
    const { slug, select } = dialogueSelect(this.settings, this.dialogue, (chosen) => {
      this.dialogue = chosen;
    });
    if (slug === null) return nothing;
    return html`<div class="row">
      ${select}
      <button type="button" @click=${() => this.#trigger(slug)}>
        ${icon('delivery')}Trigger the dialogue
      </button>
    </div>`;
  }

  #trigger(dialogue: string): Promise<void> {
    return attempt(this, async () => {
      const chat = this.chat === undefined ? {} : { chat: this.chat };
      const { summary, succeeded } = await trigger({ dialogue, ...chat });
      notify(this, summary, succeeded ? 'ok' : 'failed');
    });
  }
}
