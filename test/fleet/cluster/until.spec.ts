import { expect, it } from 'vitest';
import { until } from './until.js';

it('looks until it is so, and takes a look that throws for one that came too early', async () => {
  const looks = [() => false, () => Promise.reject(new Error('not there yet')), () => true];
  await until(async () => looks.shift()?.() ?? false);
  expect(looks).toEqual([]);
});

it('ends when it is told that it will never be so', async () => {
  const hopeless = new AbortController();
  const waiting = until(() => false, hopeless.signal);
  hopeless.abort(new Error('it is gone'));
  await expect(waiting).rejects.toThrow('it is gone');
});
