import type { Logger } from '@nestjs/common';

/** Milliseconds between two lines of the log that say the same. */
const SILENCE = 1000;

/**
 * Says a thing once a second, however often it happens: where there is too much already, a line for
 * each time would be one more thing that is too much.
 *
 * @internal
 */
export class ThrottledLog {
  #silentUntil = 0;

  constructor(private readonly logger: Logger) {}

  error(problem: string): void {
    const now = performance.now();
    if (now < this.#silentUntil) return;
    this.#silentUntil = now + SILENCE;
    this.logger.error(problem);
  }
}
