import * as fc from 'fast-check';

/** Any text that JavaScript can hold: all planes, control characters, and halves of surrogate pairs. */
export function anyText(maxLength = 40): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ maxLength, size: 'max' }),
    fc.string({ unit: 'binary', maxLength, size: 'max' }),
    fc
      .uint16Array({ maxLength, size: 'max' })
      .map((units) => [...units].map((unit) => String.fromCharCode(unit)).join('')),
  );
}

export function anyBytes(maxLength = 200): fc.Arbitrary<Buffer> {
  return fc.uint8Array({ maxLength, size: 'max' }).map((bytes) => Buffer.from(bytes));
}

/** Every kind of value that a program can pass by mistake, functions and symbols too. */
export function anyValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.anything({
      maxDepth: 2,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withSparseArray: true,
      withBoxedValues: true,
    }),
    fc.func(fc.anything()),
    fc.constantFrom<unknown>(Symbol('value'), Date, Infinity, NaN, -0),
  );
}

/** Names that every JavaScript object inherits; the library refuses them wherever they stand. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

export function hasHonestNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, member]) => !INHERITED.has(name) && hasHonestNames(member),
  );
}

/** JSON as an app would put it into a claim of its own. */
export function honestJson(): fc.Arbitrary<unknown> {
  return fc.jsonValue({ maxDepth: 2 }).filter(hasHonestNames);
}

/** Members under any names but these and those that every object inherits. */
export function membersBut(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const name = anyText(12).filter((text) => !names.includes(text) && !INHERITED.has(text));
  return fc.dictionary(name, honestJson(), { maxKeys: 4, noNullPrototype: true });
}
