import { css, html, LitElement, type TemplateResult } from 'lit';
import type { ConsoleState } from '../../src/protocol/console-protocol.js';
import { shared } from './shared-styles.js';

/** What to do while nothing has happened yet. */
export class FirstSteps extends LitElement {
  static override properties = { state: { attribute: false } };

  static override styles = [
    shared,
    css`
      .card {
        padding: clamp(1.15rem, 4vw, 2rem);
      }

      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.1rem;
        margin: 1rem 0 0;
        padding: 0;
        counter-reset: step;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: 1.75rem minmax(0, 1fr);
        gap: 0 0.75rem;
        counter-increment: step;
      }

      li::before {
        content: counter(step);
        display: grid;
        place-items: center;
        width: 1.75rem;
        height: 1.75rem;
        border-radius: 50%;
        background: var(--ok-paper);
        color: var(--ok);
        font-weight: 700;
      }

      kindly-code {
        margin-top: 0.5rem;
      }
    `,
  ];

  declare state: ConsoleState;

  override render(): TemplateResult {
    const { snippet, settings } = this.state;
    const key =
      settings.publicKey === ''
        ? html`Paste your public key at <a href="#/settings">Settings</a>, as you would at Kindly.`
        : html`Your public key is set: see <a href="#/settings">Settings</a>.`;
    return html`<div class="card">
      <h2>Waiting for the first chat</h2>
      <p class="muted">Whatever your page and your webhook do will appear here at once.</p>
      <ol>
        <li>
          <div>
            <strong>Put this into your page</strong> in place of Kindly’s own script. Your
            <code>window.kindlyOptions.getAuthToken</code> stays as it is.
            <kindly-code .text=${snippet} label="Snippet" .copies=${true}></kindly-code>
          </div>
        </li>
        <li>
          <div><strong>Let tokens be checked.</strong> ${key}</div>
        </li>
        <li>
          <div>
            <strong>Open the page and chat.</strong> Each token and each delivery is taken apart in
            the <a href="#/debug">debug console</a>.
          </div>
        </li>
        <li>
          <div>
            <strong>Break it on purpose</strong> at <a href="#/faults">Faults</a>, and see your
            webhook refuse.
          </div>
        </li>
      </ol>
    </div>`;
  }
}
