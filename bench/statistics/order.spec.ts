import { expect, it } from 'vitest';
import { allInTurn, orderOfRound } from './order.js';

it('each round begins with the next contender, and then begins anew', () => {
  const rounds = [0, 1, 2, 3].map((round) => orderOfRound(['A', 'B', 'C'], round).join(''));
  expect(rounds).toEqual(['ABC', 'BCA', 'CAB', 'ABC']);
});

it('nobody has no order', () => {
  expect(orderOfRound([], 3)).toEqual([]);
});

it('one thing begins when the one before it has ended', async () => {
  const log: string[] = [];
  const results = await allInTurn(['a', 'b'], async (name) => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name.toUpperCase();
  });
  expect(results).toEqual(['A', 'B']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});
