import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config/config.error.js';
import { problemOf } from './problem.js';

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: it failed, ${syscall}`), { code, syscall });
}

const BUSY = systemError('EADDRINUSE', 'listen');

describe('problemOf', () => {
  it.each<[string, unknown, string]>([
    ['a setting that is wrong', new ConfigError('port: no number'), 'port: no number'],
    ['a port that is in use', BUSY, 'The port is in use.'],
    ['a port that is forbidden', systemError('EACCES', 'listen'), 'cannot listen there (EACCES)'],
    [
      'an address that is none',
      systemError('ENOTFOUND', 'getaddrinfo'),
      'There is no such address.',
    ],
    ['a folder that is none', systemError('ENOTDIR', 'lstat'), 'ENOTDIR: it failed, lstat'],
    ['an error that nobody foresaw', new TypeError('What\n  now?\u001b[2J'), 'What now?\\u001b[2J'],
    ['an error without a message', new RangeError(), 'RangeError'],
    ['what is no error', 'thrown', 'thrown'],
  ])('says of %s in one line what it is', (_name, error, line) => {
    const problem = problemOf(error, false);
    expect(problem).toContain(line);
    expect(problem).not.toMatch(/\n| at /);
  });

  it('shows where an error came from to who asks for it', () => {
    const error = new TypeError('What now?');
    expect(problemOf(error, true)).toBe(error.stack);
    expect(problemOf(BUSY, true)).toContain('The port is in use.');
  });
});
