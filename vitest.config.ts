import { defineConfig } from 'vitest/config';
import { PATIENCE } from './test/support/patience.js';

const transform = {
  // Nest needs decorators and their metadata, in specs as in sources.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { tsconfigPaths: true },
} as const;

/** How many times as long the generated tests run: `npm run test:soak`. */
const soak = Number(process.env['KINDLY_SOAK'] ?? 1);

export default defineConfig({
  ...transform,
  test: {
    // Most of what is slow waits for other processes: browsers, databases, apps.
    maxWorkers: 2,
    projects: [
      {
        ...transform,
        test: {
          ...PATIENCE,
          name: 'unit',
          include: [
            '{apps,libs}/*/{src,browser,schematics}/**/*.spec.ts',
            '{bench,test/fleet}/**/*.spec.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        ...transform,
        test: {
          ...PATIENCE,
          name: 'properties',
          include: ['test/{properties,soak,vectors}/**/*.spec.ts'],
          testTimeout: PATIENCE.testTimeout * soak,
        },
      },
      {
        ...transform,
        test: {
          ...PATIENCE,
          name: 'e2e',
          include: ['test/**/*.e2e-spec.ts'],
          globalSetup: 'test/support/build.ts',
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['libs/kindly-auth/src/**/*.ts'],
      exclude: ['**/*.spec.ts'],
      reporter: ['text', 'json-summary'],
      thresholds: {
        lines: 95,
        branches: 95,
        'libs/kindly-auth/src/claims/**': { lines: 100 },
        'libs/kindly-auth/src/keys/**': { lines: 100 },
        'libs/kindly-auth/src/revocation/**': { lines: 100 },
        'libs/kindly-auth/src/token/**': { lines: 100 },
        'libs/kindly-auth/src/webhook/**': { lines: 100 },
      },
    },
  },
});
