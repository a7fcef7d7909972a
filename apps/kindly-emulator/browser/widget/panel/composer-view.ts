import { html, nothing, type TemplateResult } from 'lit';
import type { ChatState } from '../chat/chat-store.js';
import { ICONS } from './icons.js';

/** Enter sends, Shift+Enter begins a line; but not while an input method composes a word. */
function sendOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (event.currentTarget instanceof HTMLTextAreaElement) event.currentTarget.form?.requestSubmit();
}

function problemView({ problem }: ChatState): TemplateResult {
  return html`<div class="problem-place" role="alert">
    ${problem === '' ? nothing : html`<p class="problem">${problem}</p>`}
  </div>`;
}

export function composerView(state: ChatState, send: (text: string) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).querySelector('textarea');
    const text = input?.value.trim() ?? '';
    if (input === null || text === '') return;
    input.value = '';
    input.focus();
    send(text);
  };
  return html`
    ${problemView(state)}
    <form @submit=${submit}>
      <textarea
        rows="1"
        aria-label="Message"
        placeholder="Write a message"
        enterkeyhint="send"
        autocomplete="off"
        @keydown=${sendOnEnter}
      ></textarea>
      <button class="send" type="submit" aria-label="Send">${ICONS.send}</button>
    </form>
  `;
}
