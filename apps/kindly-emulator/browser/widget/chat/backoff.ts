const FIRST = 300;
const LONGEST = 8000;

/** How long to wait before the next try: longer each time, and never the same for two tabs. */
export class Backoff {
  #failures = 0;

  get failures(): number {
    return this.#failures;
  }

  reset(): void {
    this.#failures = 0;
  }

  /** Milliseconds. */
  next(): number {
    const most = Math.min(LONGEST, FIRST * 2 ** this.#failures);
    this.#failures += 1;
    return most * (0.75 + Math.random() / 4);
  }

  /** Waits for its turn; rejects when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      }, this.next());
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
