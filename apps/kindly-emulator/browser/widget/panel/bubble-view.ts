import { html, nothing, type TemplateResult } from 'lit';
import type { ChatState } from '../chat/chat-store.js';
import { ICONS } from './icons.js';

function label({ open, unread }: ChatState): string {
  if (open) return 'Close the chat';
  if (unread === 0) return 'Open the chat';
  return `Open the chat, ${unread} new ${unread === 1 ? 'message' : 'messages'}`;
}

export function bubbleView(state: ChatState, toggle: () => void): TemplateResult {
  return html`<button
    class="bubble ${state.open ? 'open' : ''}"
    type="button"
    aria-label=${label(state)}
    aria-expanded=${state.open}
    aria-controls="panel"
    ?hidden=${!state.bubble}
    @click=${toggle}
  >
    ${state.open ? ICONS.down : ICONS.chat}
    ${state.unread > 0 ? html`<span class="unread">${Math.min(state.unread, 99)}</span>` : nothing}
  </button>`;
}
