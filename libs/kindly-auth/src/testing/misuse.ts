/** A mistake in the test itself: the message says which, and what to write instead. */
export function misuse(problem: string): TypeError {
  return new TypeError(`nestjs-kindly-auth/testing: ${problem}`);
}

/** @throws TypeError unless the value is a text of at least one character */
export function assertText(value: unknown, place: string, advice = ''): void {
  if (typeof value === 'string' && value !== '') return;
  throw misuse(`${place} must be a text that is not empty. ${advice}`.trimEnd());
}

/** An object that is neither a list nor `null`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws TypeError unless the value is an object */
export function assertRecord(value: unknown, place: string): void {
  if (!isRecord(value)) throw misuse(`${place} must be an object.`);
}

/** Members with these in their place; a member that is `undefined` is taken out. */
export function bent(
  members: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const all = Object.entries({ ...members, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
