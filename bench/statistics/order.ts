/**
 * The order of a round: A B C, then B C A, then C A B. Nobody is always the first, when the machine is
 * cool, and nobody always comes after the same other one.
 */
export function orderOfRound<T>(contenders: readonly T[], round: number): readonly T[] {
  const first = contenders.length === 0 ? 0 : round % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}

/** Does one thing after the other: at the same time they would measure each other. */
export async function* inTurn<T, R>(
  items: Iterable<T>,
  act: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  for (const item of items) yield act(item);
}

/** All that {@link inTurn} brings. */
export async function allInTurn<T, R>(
  items: Iterable<T>,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for await (const result of inTurn(items, act)) results.push(result);
  return results;
}
