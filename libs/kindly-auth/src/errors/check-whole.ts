import { KindlyAuthOptionsError } from './kindly-auth-options.error.js';

/**
 * @param option name of the option, for the error
 * @param unit what is counted, for the error: `seconds`
 * @returns the number as it is
 * @throws KindlyAuthOptionsError `invalid`
 */
export function checkWhole(
  value: unknown,
  option: string,
  from: number,
  to: number,
  unit: string,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new KindlyAuthOptionsError(
    option,
    'invalid',
    `must be a whole number of ${unit} from ${from} to ${to}.`,
  );
}
