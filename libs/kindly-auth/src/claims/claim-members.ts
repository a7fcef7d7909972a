/** The members of a token's payload, as parsed and not yet checked. */
export type ClaimMembers = Readonly<Record<string, unknown>>;

/** Deeper than any honest claim, and shallow enough for every recursive reader behind us. */
const MAX_DEPTH = 32;

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Looks for names and depths that the readers behind us could trip over.
 *
 * `__proto__`, `constructor` or `toString` as a name could reach the prototype of the object that a
 * reader builds, make it throw, or be dropped by it in silence; no honest JSON needs one of them.
 *
 * @returns what is wrong, in words that follow "it"
 */
export function findHarmfulMember(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  for (const name of Object.keys(value)) {
    if (INHERITED.has(name)) return 'has a name that every JavaScript object inherits';
    const harm = findHarmfulMember((value as ClaimMembers)[name], depth + 1);
    if (harm !== undefined) return harm;
  }
  return undefined;
}

/**
 * Freezes an object with all that it holds, so that a handler cannot change who the user is. Bytes, which
 * a claims class may make of a claim, cannot be frozen.
 */
export function deepFreeze<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return value;
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
