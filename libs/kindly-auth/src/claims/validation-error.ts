import type { ValidationError } from 'class-validator';

/**
 * Our words for class-validator's rules, the most telling first. Its own messages may quote values,
 * which are personal.
 */
const RULES: ReadonlyMap<string, string> = new Map([
  ['isArray', 'must be an array'],
  ['isObject', 'must be an object'],
  ['isString', 'must be a string'],
  ['isInt', 'must be an integer'],
  ['isBoolean', 'must be a boolean'],
  ['isId', 'must be a string or an integer'],
  ['isHttpUrl', 'must be an http(s) URL'],
  ['isNotEmpty', 'must not be empty'],
]);

/**
 * Says in one sentence which member breaks which rule. Never says the member's value.
 *
 * @param kind what the member is called: `claim`, `field`
 */
export function describeError(kind: string, error: ValidationError, parentPath = ''): string {
  const path = parentPath + error.property;
  const { constraints, children: [child] = [] } = error;
  if (!constraints && child) return describeError(kind, child, `${path}.`);
  const [first = 'unknown'] = Object.keys(constraints ?? {});
  const rule = [...RULES.keys()].find((name) => constraints?.[name] !== undefined) ?? first;
  const each = constraints?.[rule]?.startsWith('each value in ') ? 'each entry of ' : '';
  const sentence = `${each}${kind} "${path}" ${RULES.get(rule) ?? `breaks the rule "${rule}"`}`;
  return path === 'sub' && typeof error.value === 'number'
    ? `${sentence}: it is a number, so pass String(id)`
    : sentence;
}
