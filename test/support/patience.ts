/**
 * How long tests wait, in milliseconds: enough for a machine that is five times slower than one of ours, and
 * busy. Nothing waits for longer than what it waits for takes.
 */
export const PATIENCE = {
  testTimeout: 180_000,
  hookTimeout: 240_000,
  /** Vitest's own second is less than a page may need to show an answer. */
  expect: { poll: { timeout: 60_000 } },
} as const;
