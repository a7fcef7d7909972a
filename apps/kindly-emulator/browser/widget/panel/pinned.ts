/** Pixels from the end at which the reader still counts as being there. */
const NEAR = 48;

/**
 * Keeps the end of the log in view while it grows (messages, pictures that load), unless the reader has
 * scrolled up to read.
 */
export class Pinned {
  readonly #observer = new ResizeObserver(() => {
    this.#toEnd();
  });
  #element: Element | null = null;
  #pinned = true;
  #top = 0;

  readonly scrolled = (event: Event): void => {
    const { currentTarget: element } = event;
    if (!(element instanceof Element) || element.clientHeight === 0) return;
    const { scrollTop: top } = element;
    if (element.scrollHeight - top - element.clientHeight < NEAR) this.#pinned = true;
    // Away from the end without going up: then it is the log that grew.
    else if (top < this.#top) this.#pinned = false;
    this.#top = top;
  };

  watch(element: Element | null): void {
    if (element === this.#element) return;
    this.end();
    this.#element = element;
    if (element === null) return;
    this.#observer.observe(element);
    if (element.firstElementChild !== null) this.#observer.observe(element.firstElementChild);
  }

  pin(): void {
    this.#pinned = true;
    this.#toEnd();
  }

  end(): void {
    this.#observer.disconnect();
    this.#element = null;
  }

  #toEnd(): void {
    if (this.#pinned) this.#element?.scrollTo({ top: this.#element.scrollHeight });
  }
}
