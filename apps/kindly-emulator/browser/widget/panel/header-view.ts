import { html, type TemplateResult } from 'lit';
import type { ChatState } from '../chat/chat-store.js';
import { ICONS } from './icons.js';

export interface HeaderActions {
  readonly menuOpen: boolean;
  readonly consoleUrl: string;
  readonly toggleMenu: () => void;
  readonly leaveMenu: (event: FocusEvent) => void;
  readonly newChat: () => void;
  readonly close: () => void;
}

function menu(actions: HeaderActions): TemplateResult {
  return html`
    <div class="menu" @focusout=${actions.leaveMenu}>
      <button
        class="tool menu-button"
        type="button"
        aria-label="Chat menu"
        aria-expanded=${actions.menuOpen}
        aria-controls="menu"
        @click=${actions.toggleMenu}
      >
        ${ICONS.more}
      </button>
      <div class="menu-items" id="menu" ?hidden=${!actions.menuOpen}>
        <button type="button" @click=${actions.newChat}>${ICONS.plus} New chat</button>
        <a href=${actions.consoleUrl} target="_blank" rel="noopener noreferrer">
          ${ICONS.out} Open the emulator's console
        </a>
      </div>
    </div>
  `;
}

function whoText({ connection, signedIn }: ChatState): string {
  if (signedIn === null) return connection === 'connected' ? 'Signing in' : 'Connecting';
  return signedIn ? 'Signed in' : 'Anonymous';
}

/** Who is signed in, and what this is: nobody may take it for Kindly. */
function who(state: ChatState): TemplateResult {
  return html`
    <div class="who">
      <span class="signed-in" data-signed-in=${String(state.signedIn)} role="status">
        ${whoText(state)}
      </span>
      <span class="honesty">Local stand-in, not Kindly</span>
    </div>
  `;
}

export function headerView(state: ChatState, actions: HeaderActions): TemplateResult {
  return html`
    <div class="header">
      <div class="title">
        <span class="avatar" aria-hidden="true">${state.botName.trim().slice(0, 1)}</span>
        <div class="names">
          <h2 id="title">${state.botName}</h2>
          <span class="tag">Kindly emulator</span>
        </div>
        ${menu(actions)}
        <button
          class="tool close"
          type="button"
          aria-label="Close the chat"
          @click=${actions.close}
        >
          ${ICONS.close}
        </button>
      </div>
      ${who(state)}
    </div>
  `;
}
