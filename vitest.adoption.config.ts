import { defineConfig } from 'vitest/config';

/** What takes minutes and a registry: new apps that the package is added to, as users make them. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { tsconfigPaths: true },
  test: {
    include: ['test/adoption/**/*.adoption-spec.ts'],
    globalSetup: 'test/support/build.ts',
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
