import { describe, expect, it } from 'vitest';
import { IGNORE_PATTERN, withKindly } from './jest-config.js';

const TS_JEST = { transform: { '^.+\\.(t|j)s$': 'ts-jest' } };

describe('the pattern of what Jest leaves as it is', () => {
  it.each([
    ['/app/node_modules/express/index.js', true],
    ['/app/node_modules/p-limit-more/index.js', true],
    ['/app/node_modules/.pnpm/express@5.0.0/node_modules/express/index.js', true],
    ['/app/node_modules/nestjs-kindly-auth/dist/index.js', false],
    ['/app/node_modules/nestjs-kindly-auth/node_modules/yocto-queue/index.js', false],
    ['/app/node_modules/.pnpm/p-limit@7.3.3/node_modules/p-limit/index.js', false],
  ])('%s: %s', (path, isLeft) => {
    expect(new RegExp(IGNORE_PATTERN).test(path)).toBe(isLeft);
  });
});

describe('settings of Jest', () => {
  const ours = { ...TS_JEST, transformIgnorePatterns: [IGNORE_PATTERN] };

  it.each([
    ['of a new app get the pattern', TS_JEST, ours],
    ['that have the library in a pattern stay', ours, ours],
    [
      'with patterns of their own are too special',
      { ...TS_JEST, transformIgnorePatterns: ['/node_modules/'] },
      undefined,
    ],
    ['without a transformer are too special', {}, undefined],
    [
      'whose transformer gets no JavaScript are too special',
      { transform: { '^.+\\.ts$': 'ts-jest' } },
      undefined,
    ],
  ])('%s', (_name, before, after) => {
    expect(withKindly(before)).toEqual(after);
  });
});
