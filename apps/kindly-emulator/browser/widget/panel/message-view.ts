import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';
import type { PendingMessage } from '../chat/chat-store.js';
import { balloonsOf } from './balloons.js';
import { buttonsView, type ClickButton } from './buttons-view.js';
import { CAROUSEL_TAG, ImageCarousel } from './image-carousel.js';

function carousel(message: ChatMessage): TemplateResult | typeof nothing {
  const { image_carousel: images = [] } = message;
  if (images.length === 0) return nothing;
  if (customElements.get(CAROUSEL_TAG) === undefined) {
    customElements.define(CAROUSEL_TAG, ImageCarousel);
  }
  return html`<kindly-chat-emulator-carousel .images=${images}></kindly-chat-emulator-carousel>`;
}

/** Nodes can be in one place only, so they are made once for each message. */
function botText(message: ChatMessage): unknown {
  return guard([message.message], () =>
    balloonsOf(message.message).map((balloon) => html`<div class="balloon">${balloon}</div>`),
  );
}

export function messageView(
  message: ChatMessage,
  botName: string,
  click: ClickButton,
): TemplateResult {
  if (message.sender === 'user') {
    return html`<div class="turn user">
      <span class="unseen">You:</span>
      <div class="balloon">${message.message}</div>
    </div>`;
  }
  return html`<div class="turn bot">
    <span class="unseen">${botName}:</span>
    ${botText(message)} ${carousel(message)} ${buttonsView(message, click)}
  </div>`;
}

export function pendingView(
  message: PendingMessage,
  again: (message: PendingMessage) => void,
): TemplateResult {
  const failed = message.problem !== '';
  const retry = (): void => {
    again(message);
  };
  return html`<div class="turn user pending">
    <span class="unseen">You${failed ? ', not sent' : ''}:</span>
    <div class="balloon">${message.text}</div>
    ${
      failed
        ? html`<div class="failed">
            <span>Not sent. ${message.problem}</span>
            <button class="chip" type="button" @click=${retry}>Try again</button>
          </div>`
        : nothing
    }
  </div>`;
}
