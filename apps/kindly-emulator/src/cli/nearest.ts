/** Letters that may differ for a word to be taken for a slip of the hand. */
const MAX_DISTANCE = 2;

/** How many letters must be put in, left out, replaced or swapped with their neighbour. */
function distance(one: string, other: string): number {
  let [before, previous]: [number[], number[]] = [[], [...Array(other.length + 1).keys()]];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, previous] = [previous, current];
  }
  return previous[other.length] ?? 0;
}

/** The word that was probably meant; nothing when none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((one) => ({ one, letters: distance(word, one) }))
    .filter(({ one, letters }) => letters <= MAX_DISTANCE && letters < one.length)
    .toSorted((first, second) => first.letters - second.letters);
  return best?.one;
}
