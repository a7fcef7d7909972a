import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Chat } from '../chat/chat.js';
import type { ChatState } from '../chat/chat-store.js';
import { BUBBLE } from './bubble.styles.js';
import { bubbleView } from './bubble-view.js';
import { composerView } from './composer-view.js';
import { CONTROLS } from './controls.styles.js';
import { headerView } from './header-view.js';
import { logView } from './log-view.js';
import { MESSAGES } from './messages.styles.js';
import { PANEL } from './panel.styles.js';
import { Pinned } from './pinned.js';
import { THEME } from './theme.styles.js';

export const CHAT_TAG = 'kindly-chat-emulator';

/** The bubble and the panel, in a shadow root of their own: the page's styles do not reach them. */
export class ChatElement extends LitElement {
  static override readonly styles = [THEME, CONTROLS, BUBBLE, PANEL, MESSAGES];
  static override readonly properties = {
    chat: { attribute: false },
    state: { state: true },
    menuOpen: { state: true },
  };

  declare chat: Chat | null;
  declare private state: ChatState | null;
  declare private menuOpen: boolean;
  readonly #pinned = new Pinned();
  #unsubscribe: (() => void) | null = null;
  #cameFrom: Element | null = null;

  constructor() {
    super();
    this.chat = null;
    this.state = null;
    this.menuOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const store = this.chat?.store;
    if (store === undefined) return;
    const refresh = (): void => {
      if (store.state.open && this.state?.open === false) this.#cameFrom = document.activeElement;
      this.state = store.state;
    };
    refresh();
    this.#unsubscribe = store.subscribe(refresh);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#pinned.end();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { chat, state } = this;
    if (chat === null || state === null) return nothing;
    return html`
      <section
        class="panel"
        id="panel"
        role="dialog"
        aria-labelledby="title"
        ?hidden=${!state.open}
        @keydown=${this.#escape}
      >
        ${this.#header(chat, state)}
        ${logView(state, {
          click: (message, button) => void chat.click({ message_id: message.id, button }),
          sendAgain: (message) => void chat.sendAgain(message),
          scrolled: this.#pinned.scrolled,
        })}
        ${composerView(state, (text) => {
          this.#pinned.pin();
          void chat.send(text);
        })}
      </section>
      ${bubbleView(state, () => {
        if (state.open) chat.close();
        else chat.open();
      })}
    `;
  }

  protected override updated(changed: PropertyValues): void {
    this.#pinned.watch(this.renderRoot.querySelector('.scroll'));
    const before = changed.get('state') as ChatState | null | undefined;
    // At first the panel may be open because it was before a reload: then the page keeps its focus.
    if (before === undefined || before === null || this.state === null) return;
    if (before.open !== this.state.open) this.#moveFocus(this.state);
  }

  #header(chat: Chat, state: ChatState): TemplateResult {
    return headerView(state, {
      menuOpen: this.menuOpen,
      consoleUrl: chat.consoleUrl,
      toggleMenu: () => {
        this.menuOpen = !this.menuOpen;
      },
      leaveMenu: ({ currentTarget, relatedTarget }) => {
        const inside = (currentTarget as Element).contains(relatedTarget as Node | null);
        if (!inside) this.menuOpen = false;
      },
      newChat: () => {
        this.menuOpen = false;
        chat.startNew();
        this.#focus('textarea');
      },
      close: () => {
        chat.close();
      },
    });
  }

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    if (!this.menuOpen) {
      this.chat?.close();
      return;
    }
    this.menuOpen = false;
    this.#focus('.menu-button');
  };

  #moveFocus(state: ChatState): void {
    if (state.open) {
      this.#pinned.pin();
      this.#focus('textarea');
    } else if (state.bubble) this.#focus('.bubble');
    else if (this.#cameFrom instanceof HTMLElement) this.#cameFrom.focus();
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
