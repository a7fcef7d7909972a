import * as fc from 'fast-check';

/** How many times as often as in `npm test` each property is tried: `npm run test:soak`. */
export const SOAK = Number(process.env['KINDLY_SOAK'] ?? 1);
/** Milliseconds; past them a failure is told as it stands: to make it smaller could take hours. */
const PATIENCE = 50_000 * SOAK;
/** Of a failure, as fast-check prints them: to try that one case again. */
const { KINDLY_SEED: seed, KINDLY_PATH: path } = process.env;

/**
 * Tries a property on that many generated cases, and fails with the smallest case that breaks it.
 *
 * @param runs in `npm test`; a soak multiplies it
 */
export async function assertProperty<T>(
  runs: number,
  property: fc.IAsyncPropertyWithHooks<T> | fc.IPropertyWithHooks<T>,
): Promise<void> {
  await fc.assert(property as fc.IAsyncPropertyWithHooks<T>, {
    numRuns: runs * SOAK,
    interruptAfterTimeLimit: PATIENCE,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  });
}
