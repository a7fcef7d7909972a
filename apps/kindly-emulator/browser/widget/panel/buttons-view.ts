import { html, nothing, type TemplateResult } from 'lit';
import type { ChatButton, ChatMessage } from '../../../src/protocol/chat-protocol.js';
import { ICONS } from './icons.js';
import { mailUrl, phoneUrl, webUrl } from './safe-url.js';

export type ClickButton = (message: ChatMessage, button: ChatButton) => void;

const URL_OF: Readonly<Record<string, (value: string) => string | null>> = {
  link: webUrl,
  phone: phoneUrl,
  email: mailUrl,
};

/** A button whose address is refused is shown, so that it is noticed, but it leads nowhere. */
function refused(button: ChatButton): TemplateResult {
  return html`<span class="chip refused">
    ${button.label} <span class="why">address refused</span>
  </span>`;
}

function link(button: ChatButton, url: string | null): TemplateResult {
  if (url === null) return refused(button);
  const elsewhere = button.button_type === 'link';
  return html`<a
    class="chip"
    href=${url}
    target=${elsewhere ? '_blank' : nothing}
    rel="noopener noreferrer"
    >${button.label}${elsewhere ? ICONS.out : nothing}</a
  >`;
}

/** Links open by themselves; a quick reply, and any type that is not known, is for the bot. */
export function buttonsView(
  message: ChatMessage,
  click: ClickButton,
): TemplateResult | typeof nothing {
  const { buttons = [] } = message;
  if (buttons.length === 0) return nothing;
  return html`<div class="buttons" role="group" aria-label="Choices">
    ${buttons.map((button) => {
      const urlOf = URL_OF[button.button_type.toLowerCase()];
      if (urlOf !== undefined) return link(button, urlOf(button.value));
      const choose = (): void => {
        click(message, button);
      };
      return html`<button class="chip" type="button" @click=${choose}>${button.label}</button>`;
    })}
  </div>`;
}
