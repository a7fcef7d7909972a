import { expect, it, onTestFinished, vi } from 'vitest';
import { signaturesOnPool } from './token-signer.js';

it.each([
  [undefined, 16],
  ['', 16],
  ['nonsense', 16],
  ['0', 16],
  ['-3', 16],
  ['1', 4],
  ['4', 16],
  ['32', 128],
])('with UV_THREADPOOL_SIZE %j there are %i signatures on the pool', (poolSize, expected) => {
  expect(signaturesOnPool(poolSize ?? '')).toBe(expected);
});

it('the size of the pool is what Node was started with', () => {
  vi.stubEnv('UV_THREADPOOL_SIZE', '2');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(signaturesOnPool()).toBe(8);
  vi.stubEnv('UV_THREADPOOL_SIZE', undefined);
  expect(signaturesOnPool()).toBe(16);
});
