import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InboxChat } from '../../src/protocol/console-protocol.js';
import { hashOf } from './route.js';
import { shared } from './shared-styles.js';
import { timeOf } from './time-of.js';

export const nameOf = ({ user }: InboxChat): string =>
  user === null ? 'Anonymous' : (user.name ?? user.sub);

/** The chats, the one that was active last first. */
export class ChatList extends LitElement {
  static override properties = {
    chats: { attribute: false },
    selected: { type: String },
  };

  static override styles = [
    shared,
    css`
      .chats {
        padding: 0;
        overflow: hidden;
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      a {
        display: grid;
        grid-template:
          'avatar name time' auto
          'avatar last last' auto
          'avatar state state' auto / auto minmax(0, 1fr) auto;
        gap: 0.1rem 0.75rem;
        align-items: center;
        padding: 0.7rem 0.9rem;
        color: inherit;
        text-decoration: none;
      }

      a:hover {
        background: color-mix(in srgb, var(--accent) 6%, transparent);
      }

      a:focus-visible {
        outline-offset: -3px;
      }

      a[aria-current='true'] {
        background: color-mix(in srgb, var(--accent) 11%, transparent);
        box-shadow: inset 3px 0 var(--accent);
      }

      kindly-avatar {
        grid-area: avatar;
      }

      .name {
        grid-area: name;
        font-weight: 650;
      }

      .time {
        grid-area: time;
      }

      .last {
        grid-area: last;
      }

      .state {
        grid-area: state;
        gap: 0.35rem 0.75rem;
      }

      .dot {
        display: inline-block;
        width: 0.55rem;
        height: 0.55rem;
        border: 1.5px solid var(--edge);
        border-radius: 50%;
      }

      .dot.on {
        border-color: var(--ok);
        background: var(--ok);
      }
    `,
  ];

  declare chats: readonly InboxChat[];
  declare selected: string | null;

  override render(): TemplateResult {
    return html`<ul class="card chats" aria-label="Chats, the latest first">
      ${repeat(
        this.chats,
        ({ id }) => id,
        (chat) => html`<li>${this.#chat(chat)}</li>`,
      )}
    </ul>`;
  }

  #chat(chat: InboxChat): TemplateResult {
    const last = chat.messages.at(-1);
    return html`<a
      href=${hashOf({ view: 'inbox', id: chat.id })}
      aria-current=${chat.id === this.selected ? 'true' : nothing}
    >
      <kindly-avatar .picture=${chat.user?.picture} .name=${chat.user?.name ?? ''}></kindly-avatar>
      <bdi class="name clip">${nameOf(chat)}</bdi>
      <span class="time small muted">${timeOf(chat.lastActive)}</span>
      <bdi class="last small muted clip">${last?.message ?? 'Nothing said yet.'}</bdi>
      <span class="state row small">
        <span class="row muted">
          <span class="dot ${chat.connected ? 'on' : ''}"></span>${
            chat.connected ? 'connected' : 'gone'
          }
        </span>
        <span class="chip ${chat.user === null ? '' : 'ok'}">
          ${chat.user === null ? 'anonymous' : 'signed in'}
        </span>
      </span>
    </a>`;
  }
}
