/** How an app runs its tests with the package, as docs/testing.md tells it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COMPILER_OPTIONS = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2023',
  types: ['node'],
  strict: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
};

const VITEST_CONFIG = `export default {
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: { globals: true, include: ['src/*.spec.ts'] },
};
`;

/** Whether Jest can load an ES module where an app requires one. */
function loadsModules(node) {
  return Number.parseInt(node, 10) >= 24;
}

function jestConfig(type, node) {
  const tsJest = ['ts-jest', { tsconfig: 'tsconfig.jest.json', useESM: type === 'module' }];
  return {
    rootDir: '.',
    testRegex: String.raw`src/.*\.spec\.ts$`,
    testEnvironment: 'node',
    moduleNameMapper: { [String.raw`^(\.{1,2}/.*)\.js$`]: '$1' },
    ...(type === 'module' && { extensionsToTreatAsEsm: ['.ts'] }),
    ...(type === 'module' || loadsModules(node)
      ? { transform: { [String.raw`^.+\.ts$`]: tsJest } }
      : {
          transform: {
            [String.raw`^.+\.ts$`]: tsJest,
            [String.raw`^.+\.js$`]: ['@swc/jest', { module: { type: 'commonjs' } }],
          },
          transformIgnorePatterns: ['/node_modules/(?!(nestjs-kindly-auth|p-limit|yocto-queue)/)'],
        }),
  };
}

const RUNNERS = {
  jest(folder, type, node) {
    const compilerOptions = COMPILER_OPTIONS;
    writeFileSync(join(folder, 'tsconfig.jest.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(jestConfig(type, node)));
    const needsFlag = type === 'module' || loadsModules(node);
    const main = 'node_modules/jest/bin/jest.js';
    return [...(needsFlag ? ['--experimental-vm-modules'] : []), main, '-c', 'jest.config.json'];
  },
  vitest(folder) {
    writeFileSync(join(folder, 'vitest.config.mjs'), VITEST_CONFIG);
    return ['node_modules/vitest/vitest.mjs', 'run'];
  },
};

/** Runs the consumer's tests. */
export function runTests(folder, executable, { runner, type, node }) {
  const args = RUNNERS[runner](folder, type, node);
  const env = { ...process.env, CI: '1', NO_COLOR: '1' };
  return spawnSync(executable, args, { cwd: folder, encoding: 'utf8', env });
}
