import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ChatImage } from '../../../src/protocol/chat-protocol.js';
import { CONTROLS } from './controls.styles.js';
import { ICONS } from './icons.js';
import { imageUrl, webUrl } from './safe-url.js';

export const CAROUSEL_TAG = 'kindly-chat-emulator-carousel';

const STYLES = css`
  :host {
    display: block;
  }

  section {
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--card);
  }

  .slides {
    display: flex;
    overflow-x: auto;
    margin: 0;
    padding: 0;
    list-style: none;
    scroll-snap-type: x mandatory;
    scrollbar-width: none;
  }

  .slides:focus-visible {
    outline-offset: -3px;
    border-radius: 14px;
  }

  li {
    display: grid;
    flex: 0 0 100%;
    align-content: start;
    scroll-snap-align: start;
  }

  img {
    display: block;
    width: 100%;
    aspect-ratio: 16 / 10;
    object-fit: cover;
    background: var(--paper);
    color: var(--muted);
  }

  .caption {
    display: block;
    padding: 0.6rem 0.85rem;
    font-weight: 600;
  }

  a.caption {
    min-height: 44px;
    box-sizing: border-box;
    color: var(--accent);
  }

  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: 0.85rem;
  }
`;

/** Pictures beside each other; scrolled by hand, by the arrow keys or by its buttons. */
export class ImageCarousel extends LitElement {
  static override readonly styles = [CONTROLS, STYLES];
  static override readonly properties = {
    images: { attribute: false },
    index: { state: true },
  };

  declare images: readonly ChatImage[];
  declare private index: number;

  constructor() {
    super();
    this.images = [];
    this.index = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('images')) {
      this.images = this.images.filter((image) => imageUrl(image.imageUrl) !== null);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.images.length === 0) return nothing;
    return html`<section role="group" aria-roledescription="carousel" aria-label="Pictures">
      <ul class="slides" tabindex="0" aria-label="Pictures" @scroll=${this.#scrolled}>
        ${this.images.map((image, at) => this.#slide(image, at))}
      </ul>
      ${this.images.length > 1 ? this.#bar() : nothing}
    </section>`;
  }

  #slide(image: ChatImage, at: number): TemplateResult {
    const link = webUrl(image.linkUrl ?? '');
    const title = image.title ?? (link === null ? '' : 'Open');
    // A picture with a title needs no second name; one without either is named by its place.
    const alt = image.altText ?? (title === '' ? `Picture ${at + 1}` : '');
    return html`<li>
      <img src=${imageUrl(image.imageUrl) ?? nothing} alt=${alt} referrerpolicy="no-referrer" />
      ${
        title === ''
          ? nothing
          : link === null
            ? html`<span class="caption">${title}</span>`
            : html`<a class="caption" href=${link} target="_blank" rel="noopener noreferrer"
                >${title}</a
              >`
      }
    </li>`;
  }

  #bar(): TemplateResult {
    const { index, images } = this;
    return html`<div class="bar">
      <button
        class="tool"
        type="button"
        aria-label="Previous picture"
        aria-disabled=${index === 0}
        @click=${() => {
          this.#show(index - 1);
        }}
      >
        ${ICONS.left}
      </button>
      <span role="status">${index + 1} of ${images.length}</span>
      <button
        class="tool"
        type="button"
        aria-label="Next picture"
        aria-disabled=${index === images.length - 1}
        @click=${() => {
          this.#show(index + 1);
        }}
      >
        ${ICONS.right}
      </button>
    </div>`;
  }

  #show(index: number): void {
    const slides = this.renderRoot.querySelector('.slides');
    if (slides === null || index < 0 || index >= this.images.length) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    slides.scrollTo({ left: index * slides.clientWidth, behavior: calm ? 'instant' : 'smooth' });
  }

  readonly #scrolled = (event: Event): void => {
    const { currentTarget: slides } = event;
    if (!(slides instanceof Element) || slides.clientWidth === 0) return;
    this.index = Math.round(slides.scrollLeft / slides.clientWidth);
  };
}
