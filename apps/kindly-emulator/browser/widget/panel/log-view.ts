import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatState, PendingMessage } from '../chat/chat-store.js';
import type { ClickButton } from './buttons-view.js';
import { messageView, pendingView } from './message-view.js';

export interface LogActions {
  readonly click: ClickButton;
  readonly sendAgain: (message: PendingMessage) => void;
  readonly scrolled: (event: Event) => void;
}

const DOTS = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;

function typingView(state: ChatState): TemplateResult {
  return html`<div class="typing" role="status">
    ${state.typing ? html`${DOTS}<span class="unseen">${state.botName} is typing</span>` : nothing}
  </div>`;
}

export function logView(state: ChatState, actions: LogActions): TemplateResult {
  return html`<div
    class="scroll"
    role="group"
    aria-label="Conversation"
    tabindex="0"
    @scroll=${actions.scrolled}
  >
    <div class="log-frame">
      <div class="log" role="log" aria-live="polite" aria-label="Messages">
        ${repeat(
          state.messages,
          (message) => message.id,
          (message) => messageView(message, state.botName, actions.click),
        )}
        ${repeat(
          state.pending,
          (message) => message.id,
          (message) => pendingView(message, actions.sendAgain),
        )}
      </div>
      ${typingView(state)}
    </div>
  </div>`;
}
