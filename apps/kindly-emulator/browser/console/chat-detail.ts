import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InboxChat, InboxMessage, Settings } from '../../src/protocol/console-protocol.js';
import { askForToken } from './console-api.js';
import { icon } from './icons.js';
import { attempt, notify } from './notice.js';
import { hashOf } from './route.js';
import { shared } from './shared-styles.js';
import { timeOf } from './time-of.js';

/** One chat: who it is with, what was said, and what can be done to it. */
export class ChatDetail extends LitElement {
  static override properties = {
    chat: { attribute: false },
    settings: { attribute: false },
  };

  static override styles = [
    shared,
    css`
      .messages {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        margin-top: 0.75rem;
      }

      .message {
        justify-self: start;
        max-width: min(38rem, 88%);
      }

      .message.user {
        justify-self: end;
      }

      .bubble {
        padding: 0.45rem 0.8rem;
        border-radius: 12px 12px 12px 3px;
        background: var(--sunk);
        white-space: pre-wrap;
      }

      .user .bubble {
        border-radius: 12px 12px 3px 12px;
        background: var(--ok-paper);
      }

      .user .small {
        text-align: end;
      }

      .actions {
        justify-content: space-between;
        gap: 0.75rem;
      }
    `,
  ];

  declare chat: InboxChat;
  declare settings: Settings;

  override render(): TemplateResult {
    const { chat } = this;
    return html`<div class="stack">
      <kindly-user .chat=${chat}></kindly-user>
      <section class="card row actions" aria-label="Actions">
        <div class="row">
          <button type="button" @click=${() => this.#ask()}>
            ${icon('token')}Ask for a new token
          </button>
          <a class="small" href=${hashOf({ view: 'debug', chat: chat.id })}>
            Tokens and deliveries of this chat
          </a>
        </div>
        <kindly-trigger .settings=${this.settings} .chat=${chat.id}></kindly-trigger>
      </section>
      <section class="card" aria-label="Messages">
        <h2>Messages</h2>
        ${this.#messages()}
      </section>
    </div>`;
  }

  #messages(): TemplateResult {
    const { messages } = this.chat;
    if (messages.length === 0) return html`<p class="muted">Nothing was said yet.</p>`;
    return html`<ul class="messages">
      ${repeat(
        messages,
        ({ id }) => id,
        (message) => this.#message(message),
      )}
    </ul>`;
  }

  #message({ sender, message, created }: InboxMessage): TemplateResult {
    return html`<li class="message ${sender}">
      <p class="bubble foreign" dir="auto">${message}</p>
      <p class="small muted">${sender === 'user' ? 'User' : 'Bot'}, ${timeOf(created)}</p>
    </li>`;
  }

  #ask(): Promise<void> {
    return attempt(this, async () => {
      await askForToken(this.chat.id);
      notify(
        this,
        this.chat.connected
          ? 'The page was asked for a new token.'
          : 'Asked, but no page is connected: it will be asked when one is.',
      );
    });
  }
}
