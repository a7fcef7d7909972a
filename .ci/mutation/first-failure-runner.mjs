import { TestRunner } from 'vitest';

/**
 * Loads no further file once the run is cancelled, which `bail` does at the first failure. Vitest's
 * own runner skips the tests that remain, but only after it has loaded all of their files.
 */
export default class FirstFailureRunner extends TestRunner {
  #isCancelled = false;

  cancel(reason) {
    this.#isCancelled = true;
    super.cancel(reason);
  }

  importFile(...parameters) {
    return this.#isCancelled ? undefined : super.importFile(...parameters);
  }
}
