import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TokenCheck } from '../../src/protocol/console-protocol.js';
import { jsonBlock } from './code-block.js';
import { unmaskedToken } from './console-api.js';
import { shortId } from './format.js';
import { icon } from './icons.js';
import { attempt, notify } from './notice.js';
import { hashOf } from './route.js';
import { ruleList, ruleStyles } from './rule-list.js';
import { shared } from './shared-styles.js';

const momentOf = (seconds: number): string => new Date(seconds * 1000).toLocaleString();

/** All that is known of one check of a token. */
export class TokenDetail extends LitElement {
  static override properties = {
    check: { attribute: false },
    token: { state: true },
  };

  static override styles = [
    shared,
    ruleStyles,
    css`
      .parts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        gap: 1.25rem;
      }

      .parts > * {
        align-content: start;
      }
    `,
  ];

  declare check: TokenCheck;
  /** The whole token, once somebody asked for it. */
  declare token: string | null;

  constructor() {
    super();
    this.token = null;
  }

  override render(): TemplateResult {
    const { rules, maskedToken, chatId } = this.check;
    return html`<div class="stack">
      <div class="row">
        <button type="button" aria-pressed=${this.token !== null} @click=${() => this.#unmask()}>
          ${icon('eye')}Show unmasked
        </button>
        <span class="small muted">
          Chat <a href=${hashOf({ view: 'inbox', id: chatId })}>${shortId(chatId)}</a>
        </span>
      </div>
      <h2 class="minor">Rules</h2>
      ${ruleList(rules)}
      <h2 class="minor">Token</h2>
      <kindly-code
        .text=${this.token ?? maskedToken}
        label="Token"
        .copies=${this.token !== null}
      ></kindly-code>
      ${this.#decoded()}
    </div>`;
  }

  #decoded(): TemplateResult {
    const { header, claims } = this.check;
    const none = html`<p class="muted small">It cannot be decoded.</p>`;
    return html`<div class="parts">
      <div class="stack">
        <h2 class="minor">Header</h2>
        ${header === null ? none : jsonBlock('Header', header)}
      </div>
      <div class="stack">
        <h2 class="minor">Claims</h2>
        ${claims === null ? none : html`${jsonBlock('Claims', claims)} ${this.#times(claims)}`}
      </div>
    </div>`;
  }

  /** `iat` and `exp` for people: a clock that is off is seen at once. */
  #times({ iat, exp }: Readonly<Record<string, unknown>>): TemplateResult | typeof nothing {
    if (typeof iat !== 'number' || typeof exp !== 'number') return nothing;
    return html`<p class="muted small">
      Issued ${momentOf(iat)}, expires ${momentOf(exp)}: it lives ${exp - iat} seconds.
    </p>`;
  }

  #unmask(): Promise<void> {
    return attempt(this, async () => {
      if (this.token !== null) {
        this.token = null;
        return;
      }
      this.token = await unmaskedToken(this.check.id);
      notify(this, 'The token is shown. Mind who looks at your screen.');
    });
  }
}
