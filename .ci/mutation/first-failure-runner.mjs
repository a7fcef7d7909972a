import { test, TestRunner } from 'vitest';

/** Runs tests for Stryker, which looks at tests alone and asks only whether one of them fails. */
export default class FirstFailureRunner extends TestRunner {
  #isCancelled = false;

  cancel(reason) {
    this.#isCancelled = true;
    super.cancel(reason);
  }

  /**
   * A file that cannot be loaded has no tests, and Stryker would take that for a success: it gets one
   * that fails. And once the run is cancelled, which `bail` does at the first failure, no further file
   * is loaded; Vitest's own runner would load them all, to skip their tests.
   */
  async importFile(path, source) {
    if (this.#isCancelled) return undefined;
    try {
      return await super.importFile(path, source);
    } catch (error) {
      test('can be loaded', () => {
        throw error;
      });
      return undefined;
    }
  }
}
