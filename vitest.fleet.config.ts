import { defineConfig } from 'vitest/config';

/** Several samples behind a proxy, with Redis and PostgreSQL: `npm run fleet` starts it, and says what is missing. */
export default defineConfig({
  test: {
    include: ['test/fleet/**/*.fleet-spec.ts'],
    // A proof has the machine for itself.
    maxWorkers: 1,
    fileParallelism: false,
    // What does not come back by itself ends a proof; the longest takes a minute.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
});
