import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { initialsOf, pictureOf } from './format.js';
import { shared } from './shared-styles.js';

/** Somebody's picture; the initials when there is none that can be shown. It says nothing by itself. */
export class UserAvatar extends LitElement {
  static override properties = {
    picture: { type: String },
    name: { type: String },
    broken: { state: true },
  };

  static override styles = [
    shared,
    css`
      :host {
        flex: none;
        width: 2.4rem;
        height: 2.4rem;
      }

      :host([large]) {
        width: 4rem;
        height: 4rem;
        font-size: 1.35rem;
      }

      img,
      span {
        display: grid;
        place-items: center;
        width: 100%;
        height: 100%;
        border-radius: 50%;
        box-shadow: 0 0 0 1px color-mix(in srgb, var(--ok) 25%, transparent);
        background: var(--ok-paper);
        color: var(--ok);
        font-weight: 700;
        object-fit: cover;
      }
    `,
  ];

  declare picture: string | undefined;
  declare name: string;
  declare broken: boolean;

  constructor() {
    super();
    this.name = '';
    this.broken = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('picture')) this.broken = false;
  }

  override render(): TemplateResult {
    const address = pictureOf(this.picture);
    if (address === null || this.broken) {
      return html`<span aria-hidden="true">${initialsOf(this.name) || '?'}</span>`;
    }
    return html`<img
      referrerpolicy="no-referrer"
      loading="lazy"
      alt=""
      src=${address}
      @error=${() => {
        this.broken = true;
      }}
    />`;
  }
}
