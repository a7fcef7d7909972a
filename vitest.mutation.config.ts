import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** The cheapest first: the first test that fails kills the mutant, and the rest is not run. */
const ORDER = [/\.spec\.ts$/, /\.e2e-spec\.ts$/, /\/attacks\//, /\/(?:properties|vectors)\//];

function placeOf({ moduleId }: TestSpecification): number {
  return ORDER.findLastIndex((kind) => kind.test(moduleId));
}

class CheapestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}

/**
 * The tests that Stryker runs against every mutant: those that start no other process, and need no
 * build of the apps.
 */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { tsconfigPaths: true },
  test: {
    include: [
      'libs/kindly-auth/src/**/*.spec.ts',
      'test/{vectors,properties}/**/*.spec.ts',
      'test/{webhook,token-endpoint,registration,isolation,diagnostics}/**/*.e2e-spec.ts',
      'test/openapi/{answers,app-says,document}.e2e-spec.ts',
      'test/operation/{floods,resolver,signing-queue,verified-tokens}.e2e-spec.ts',
      'test/{interoperability,attacks/answers}.e2e-spec.ts',
    ],
    // A run has a thread of its own; inside it NestJS is loaded once, not once for every file.
    isolate: false,
    maxWorkers: 1,
    runner: './.ci/mutation/first-failure-runner.mjs',
    sequence: { sequencer: CheapestFirst },
    // The same cases for every mutant, so that its verdict is the same in every run.
    env: { KINDLY_SEED: '1', KINDLY_SOAK: '0.2' },
    testTimeout: 20_000,
    // A mutant must not die of a busy machine.
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
