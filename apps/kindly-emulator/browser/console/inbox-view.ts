import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ConsoleState, InboxChat } from '../../src/protocol/console-protocol.js';
import { icon } from './icons.js';
import { hashOf, type Route } from './route.js';
import { shared } from './shared-styles.js';

/** Where list and chat stand side by side. */
const WIDE = '(min-width: 56.01rem)';

/** The chats, and one of them. */
export class InboxView extends LitElement {
  static override properties = {
    state: { attribute: false },
    route: { attribute: false },
  };

  static override styles = [
    shared,
    css`
      h1 {
        margin-bottom: 0.9rem;
      }

      .panes {
        display: grid;
        grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr);
        gap: 1.25rem;
        align-items: start;
      }

      .back {
        display: none;
      }

      @media (max-width: 56rem) {
        .panes {
          grid-template-columns: minmax(0, 1fr);
        }

        .chosen kindly-chats,
        .panes:not(.chosen) .pane {
          display: none;
        }

        .back {
          display: inline-flex;
          margin-bottom: 0.75rem;
          text-decoration: none;
        }
      }
    `,
  ];

  declare state: ConsoleState;
  declare route: Route;

  protected override updated(): void {
    const [latest] = this.state.chats;
    // Beside an empty pane the latest chat is what one came for; on a phone the list is.
    if (this.route.id === null && latest !== undefined && matchMedia(WIDE).matches) {
      location.replace(hashOf({ view: 'inbox', id: latest.id }));
    }
  }

  override render(): TemplateResult {
    const { chats } = this.state;
    const { id } = this.route;
    if (chats.length === 0) {
      return html`<h1>Inbox</h1>
        <kindly-first-steps .state=${this.state}></kindly-first-steps>`;
    }
    return html`<h1>Inbox</h1>
      <div class="panes ${id === null ? '' : 'chosen'}">
        <kindly-chats .chats=${chats} .selected=${id}></kindly-chats>
        <div class="pane">
          <a class="button back" href=${hashOf({ view: 'inbox' })}>${icon('back')}All chats</a>
          ${id === null ? nothing : this.#chat(chats.find((chat) => chat.id === id))}
        </div>
      </div>`;
  }

  #chat(chat: InboxChat | undefined): TemplateResult {
    if (chat === undefined) {
      return html`<p class="card muted">
        This chat is not known any more. The emulator forgets its chats when it is started again,
        and keeps the latest only.
      </p>`;
    }
    return html`<kindly-chat-detail
      .chat=${chat}
      .settings=${this.state.settings}
    ></kindly-chat-detail>`;
  }
}
