import { KindlyAuthOptionsError } from './kindly-auth-options.error.js';

/**
 * @param option name of the option, for the error
 * @returns the text as it is
 * @throws KindlyAuthOptionsError `required`, `invalid`, `empty`
 */
export function checkText(value: unknown, option: string): string {
  if (value === undefined || value === null) {
    throw new KindlyAuthOptionsError(option, 'required', 'is required: give a non-empty string.');
  }
  if (typeof value !== 'string') {
    throw new KindlyAuthOptionsError(option, 'invalid', 'must be a string.');
  }
  if (value.trim() !== '') return value;
  throw new KindlyAuthOptionsError(
    option,
    'empty',
    'is empty. The variable that it is read from probably is not set: check it.',
  );
}
