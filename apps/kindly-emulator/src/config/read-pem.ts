import { readFileSync } from 'node:fs';
import { ConfigError } from './config.error.js';

/**
 * A path of a PEM file, or PEM text itself.
 *
 * @param source where it was given, for the error
 * @throws ConfigError
 */
export function readPem(value: string, source: string): string {
  if (value.includes('-----BEGIN')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch {
    throw new ConfigError(`${source}: the file ${value} cannot be read.`);
  }
}
