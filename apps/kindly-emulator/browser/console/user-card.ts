import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { InboxChat, InboxUser } from '../../src/protocol/console-protocol.js';
import { nameOf } from './chat-list.js';
import { shortId } from './format.js';
import { verdictChip } from './icons.js';
import { shared } from './shared-styles.js';
import { timeOf } from './time-of.js';

const stored = (is: boolean): TemplateResult =>
  is ? verdictChip('ok', 'stored') : verdictChip('warning', 'shown, not stored: not verified');

/** Who a chat is with, as Kindly would know it, and what the chat knows besides. */
export class UserCard extends LitElement {
  static override properties = { chat: { attribute: false } };

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 1rem;
        margin-bottom: 0.9rem;
      }

      header > div {
        min-width: 0;
      }

      .facts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        gap: 0.9rem 2rem;
      }

      dl {
        display: grid;
        align-content: start;
        grid-template-columns: fit-content(9rem) minmax(0, 1fr);
        gap: 0.3rem 1rem;
        font-size: 0.875rem;
      }

      dt {
        color: var(--muted);
      }

      dd {
        display: flex;
        flex-wrap: wrap;
        gap: 0.15rem 0.5rem;
      }

      h2 {
        font-size: 1.2rem;
        line-height: 1.25;
      }

      h3 {
        margin-bottom: 0.35rem;
      }
    `,
  ];

  declare chat: InboxChat;

  override render(): TemplateResult {
    const { chat } = this;
    const { user } = chat;
    return html`<section class="card" aria-label="User and chat">
      <header>
        <kindly-avatar large .picture=${user?.picture} .name=${user?.name ?? ''}></kindly-avatar>
        <div>
          <h2 class="foreign" dir="auto">${nameOf(chat)}</h2>
          ${
            user === null
              ? html`<p class="muted small">The page gave no token that was taken.</p>`
              : html`<p class="small muted">signed in</p>`
          }
        </div>
      </header>
      <div class="facts">
        <dl>
          ${user === null ? nothing : this.#user(user)}
          <dt>Page</dt>
          <dd class="foreign">${chat.page === '' ? '–' : chat.page}</dd>
          <dt>Chat id</dt>
          <dd class="mono" title=${chat.id}>${shortId(chat.id)}</dd>
          <dt>Began</dt>
          <dd>${timeOf(chat.created)}</dd>
        </dl>
        <div>${this.#context()}</div>
      </div>
    </section>`;
  }

  #user(user: InboxUser): TemplateResult {
    return html`
      <dt>sub</dt>
      <dd><code class="foreign">${user.sub}</code></dd>
      ${this.#detail('Email', user.email, user.emailStored)}
      ${this.#detail('Phone', user.phone, user.phoneStored)}
      <dt>Token</dt>
      <dd>${this.#expiry()}</dd>
    `;
  }

  #detail(label: string, value: string | undefined, is: boolean): TemplateResult {
    const found =
      value === undefined
        ? html`<span class="muted">not in the token</span>`
        : html`<span class="foreign">${value}</span> ${stored(is)}`;
    return html`<dt>${label}</dt>
      <dd>${found}</dd>`;
  }

  #expiry(): TemplateResult {
    const { tokenExpiresAt } = this.chat;
    if (tokenExpiresAt === null) return html`<span class="muted">none</span>`;
    const at = tokenExpiresAt * 1000;
    const date = new Date(at);
    // A token may name a time that no calendar has.
    if (Number.isNaN(date.getTime())) return html`<span>never expires</span>`;
    const time = timeOf(date.toISOString());
    return html`<span>${at < Date.now() ? 'expired at' : 'expires at'} ${time}</span>`;
  }

  #context(): TemplateResult {
    const entries = Object.entries(this.chat.context);
    if (entries.length === 0) return html`<p class="small muted">No context.</p>`;
    return html`<h3>Context</h3>
      <dl>
        ${entries.map(
          ([key, value]) =>
            html`<dt class="mono foreign">${key}</dt>
              <dd class="foreign" dir="auto">${value}</dd>`,
        )}
      </dl>`;
  }
}
