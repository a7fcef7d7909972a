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

/** What is wrong with a member, of all the rules that it breaks the most telling one. */
function describeRule(constraints: Readonly<Record<string, string>>): readonly [string, string] {
  const broken = Object.keys(constraints);
  const rule = [...RULES.keys()].find((name) => broken.includes(name)) ?? broken[0] ?? 'unknown';
  const each = constraints[rule]?.startsWith('each value in ') ? 'each entry of ' : '';
  return [each, RULES.get(rule) ?? `breaks the rule "${rule}"`];
}

/**
 * Says in one sentence which member breaks which rule. Never says the member's value.
 *
 * @param kind what the member is called: `claim`, `field`
 */
export function describeError(kind: string, error: ValidationError, parentPath = ''): string {
  const path = parentPath + error.property;
  const { constraints, children: [child] = [] } = error;
  if (!constraints && child) return describeError(kind, child, `${path}.`);
  const [each, problem] = describeRule(constraints ?? {});
  const sentence = `${each}${kind} "${path}" ${problem}`;
  return kind === 'claim' && path === 'sub' && typeof error.value === 'number'
    ? `${sentence}: it is a number, so pass String(id)`
    : sentence;
}
