import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ConsoleState } from '../../src/protocol/console-protocol.js';
import { consoleStyles } from './kindly-console-styles.js';
import { ConsoleStore } from './console-store.js';
import { icon } from './icons.js';
import type { Notice } from './notice.js';
import { hashOf, type Route, routeOf, type View, VIEWS } from './route.js';
import { shared } from './shared-styles.js';

const TITLES: Readonly<Record<View, string>> = {
  debug: 'Debug',
  inbox: 'Inbox',
  faults: 'Faults',
  settings: 'Settings',
};

const VIEW_OF: Readonly<Record<View, (state: ConsoleState, route: Route) => TemplateResult>> = {
  debug: (state, route) => html`<kindly-debug .state=${state} .route=${route}></kindly-debug>`,
  inbox: (state, route) => html`<kindly-inbox .state=${state} .route=${route}></kindly-inbox>`,
  faults: (state) => html`<kindly-faults .state=${state}></kindly-faults>`,
  settings: (state) => html`<kindly-settings .state=${state}></kindly-settings>`,
};

/** How long a line stays that nobody needs to act on. */
const NOTICE_FOR = 6000;

/** The page: header, one of four views, and the line that says what happened. */
export class KindlyConsole extends LitElement {
  static override properties = {
    route: { state: true },
    notice: { state: true },
  };

  static override styles = [shared, consoleStyles];

  declare route: Route;
  declare notice: Notice | null;

  readonly #store = new ConsoleStore();
  readonly #navigated = (): void => {
    const route = routeOf(location.hash);
    if (route.view !== this.route.view) this.#show(null);
    this.route = route;
  };
  readonly #changed = (): void => this.requestUpdate();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.route = routeOf(location.hash);
    this.notice = null;
    this.addEventListener('notice', (event) => this.#show((event as CustomEvent<Notice>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#navigated);
    this.#store.addEventListener('change', this.#changed);
    this.#store.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#navigated);
    this.#store.removeEventListener('change', this.#changed);
    this.#store.stop();
    clearTimeout(this.#timer);
  }

  protected override updated(): void {
    document.title = `${TITLES[this.route.view]} · Kindly emulator`;
  }

  override render(): TemplateResult {
    return html`
      <button class="skip" type="button" @click=${() => this.#skip()}>Skip to the content</button>
      <header>
        <div class="bar">
          <a class="brand" href="#/debug">Kindly <span>emulator</span></a>
          <p class="not-kindly">This is not Kindly</p>
          <div class="states">${this.#fault()} ${this.#connection()}</div>
        </div>
        <nav aria-label="Views">
          ${VIEWS.map(
            (view) =>
              html`<a
                href=${hashOf({ view })}
                aria-current=${view === this.route.view ? 'page' : nothing}
                >${TITLES[view]}${this.#count(view)}</a
              >`,
          )}
        </nav>
      </header>
      <main tabindex="-1">${this.#view()}</main>
      <footer>
        A stand-in for local work, not made by Kindly.
        ${this.#store.state === null ? nothing : `Version ${this.#store.state.version}.`}
      </footer>
      ${this.#notice()}
    `;
  }

  #connection(): TemplateResult {
    const { connection } = this.#store;
    const verdict = connection === 'live' ? 'ok' : connection === 'reconnecting' ? 'warning' : '';
    return html`<span class="chip ${verdict}" role="status">
      <span class="pulse"></span>${connection}
    </span>`;
  }

  #fault(): TemplateResult | typeof nothing {
    const { state } = this.#store;
    if (state === null || state.fault.fault === null) return nothing;
    const { fault, sticky } = state.fault;
    const title = state.faults.find(({ name }) => name === fault)?.title ?? fault;
    return html`<a class="chip fault" href="#/faults">
      ${icon('bolt')}<span class="clip">Fault armed: ${title}${sticky ? ', kept on' : ''}</span>
    </a>`;
  }

  #count(view: View): TemplateResult | typeof nothing {
    const { state } = this.#store;
    if (view === 'inbox' && state !== null && state.chats.length > 0) {
      return html` <span class="count">${state.chats.length}</span>`;
    }
    if (view === 'settings' && state !== null && state.warnings.length > 0) {
      return html` <span class="count warning"
        >${state.warnings.length}<span class="hidden-text"> warnings</span></span
      >`;
    }
    return nothing;
  }

  #view(): TemplateResult {
    const { state, connection } = this.#store;
    const { route } = this;
    if (state === null) {
      return html`<h1>${TITLES[route.view]}</h1>
        <p class="muted">
          ${connection === 'reconnecting' ? 'The emulator does not answer. Is it running?' : 'Loading …'}
        </p>`;
    }
    return VIEW_OF[route.view](state, route);
  }

  /** The live region is always there: one that comes with its words is not read out. */
  #notice(): TemplateResult {
    const { notice } = this;
    return html`<div class="notices" role="status">
      ${
        notice === null
          ? nothing
          : html`<div class="notice ${notice.verdict}">
              ${icon(notice.verdict)}<span class="foreign">${notice.text}</span>
              <button type="button" aria-label="Close" @click=${() => this.#show(null)}>×</button>
            </div>`
      }
    </div>`;
  }

  #show(notice: Notice | null): void {
    clearTimeout(this.#timer);
    this.notice = notice;
    if (notice?.verdict !== 'ok') return;
    this.#timer = setTimeout(() => this.#show(null), NOTICE_FOR);
  }

  #skip(): void {
    this.renderRoot.querySelector('main')?.focus();
  }
}
