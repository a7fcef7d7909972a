/** Whether a value is what JSON calls an object: no array, and not `null`. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is `{}`. */
export function isEmptyObject(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** A member of an object's own, never one that it inherits. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);

/** The colons of a JSON text that stand between names and values, and not in a string. */
function countColons(text: string): number {
  let count = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    // What it escapes may be a quote. Outside of strings JSON has none.
    if (character === BACKSLASH) index += 1;
    else if (character === QUOTE) isInString = !isInString;
    else if (character === COLON && !isInString) count += 1;
  }
  return count;
}

function countMembers(value: unknown): number {
  let count = 0;
  // Not by recursion: a foreign text can be nested deeper than the call stack is.
  for (const open = [value]; open.length > 0;) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    const inner: unknown[] = Object.values(one);
    if (!Array.isArray(one)) count += inner.length;
    for (const each of inner) open.push(each);
  }
  return count;
}

/**
 * Whether an object somewhere in a JSON text has two members of one name: readers differ in which of
 * them they believe, so one could be shown and another one obeyed.
 *
 * @param text JSON
 * @param value what it was parsed to
 */
export function repeatsMember(text: string, value: unknown): boolean {
  return countColons(text) > countMembers(value);
}
