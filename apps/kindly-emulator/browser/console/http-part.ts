import { css, type CSSResult, html, type TemplateResult } from 'lit';
import type { HttpMessage } from '../../src/protocol/console-protocol.js';
import { prettyBody } from './format.js';

/** Headers and body of a request or a response. */
export function httpPart(title: string, message: HttpMessage): TemplateResult {
  const { text, json } = prettyBody(message.body);
  return html`
    <details open>
      <summary>${title} headers <span class="muted">(${message.headers.length})</span></summary>
      <dl class="headers">
        ${message.headers.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd class="foreign">${value}</dd>
            </div>`,
        )}
      </dl>
    </details>
    ${
      message.body === ''
        ? html`<p class="muted small">No body.</p>`
        : html`<kindly-code .text=${text} .label=${`${title} body`} .json=${json}></kindly-code>`
    }
    ${
      message.truncated
        ? html`<p class="muted small">The body was longer; the rest of it was not kept.</p>`
        : ''
    }
  `;
}

export const httpStyles: CSSResult = css`
  summary {
    width: fit-content;
    border-radius: 4px;
    font-size: 0.8125rem;
    font-weight: 600;
    cursor: pointer;
  }

  .headers {
    margin-top: 0.35rem;
    font: 0.8125rem/1.5 var(--mono);
  }

  .headers div {
    display: grid;
    grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr);
    gap: 0.75rem;
    padding: 0.1rem 0;
  }

  .headers dt {
    color: var(--key);
    overflow-wrap: anywhere;
  }

  @media (max-width: 44rem) {
    .headers div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
      padding: 0.2rem 0;
    }
  }
`;
