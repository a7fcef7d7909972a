import { describe, expect, it } from 'vitest';
import { ENV, KEYS, withIgnored, withVariables } from './lines.js';

describe('withIgnored', () => {
  it.each([
    ['', '# Keys and secrets\n.kindly/\n.env\n'],
    ['/dist', '/dist\n\n# Keys and secrets\n.kindly/\n.env\n'],
    ['/dist\r\n', '/dist\r\n\r\n# Keys and secrets\r\n.kindly/\r\n.env\r\n'],
    ['.env\n', '.env\n\n# Keys and secrets\n.kindly/\n'],
    ['.env*\n.kindly\n', '.env*\n.kindly\n'],
    ['**/.env\n/.kindly/**\n', '**/.env\n/.kindly/**\n'],
    // What is commented out, or another file, ignores nothing.
    ['# .env\n.env.local\n.kindly/private.pem\n', expect.stringMatching(/\.kindly\/\n\.env\n$/)],
    ['!.env\n.kindly/\n', '!.env\n.kindly/\n\n# Keys and secrets\n.env\n'],
    // The last line that is about a file decides.
    ['.env\n!.env\n.kindly\n', '.env\n!.env\n.kindly\n\n# Keys and secrets\n.env\n'],
    ['.env\n!/.env*\n.kindly\n', '.env\n!/.env*\n.kindly\n\n# Keys and secrets\n.env\n'],
    ['.env\n.kindly\n!.*\n', '.env\n.kindly\n!.*\n\n# Keys and secrets\n.kindly/\n.env\n'],
    ['.kindly/\n!*/\n.env\n', '.kindly/\n!*/\n.env\n\n# Keys and secrets\n.kindly/\n'],
    ['.env\n!.env\n.env*\n.kindly\n', '.env\n!.env\n.env*\n.kindly\n'],
    ['.env*\n!.env.example\n.kindly/*\n', '.env*\n!.env.example\n.kindly/*\n'],
    ['.env\n.kindly/*\n!.kindly/public.pem\n', '.env\n.kindly/*\n!.kindly/public.pem\n'],
  ])('%j', (before, after) => {
    expect(withIgnored(before, [KEYS, ENV])).toEqual(after);
  });
});

describe('withVariables', () => {
  const variables = { KINDLY_A: '1', KINDLY_B: '2' };
  const heading = '# Kindly: docs/nest-add.md of nestjs-kindly-auth explains each of them';

  it.each([
    ['', `${heading}\nKINDLY_A=1\nKINDLY_B=2\n`],
    ['PORT=1', `PORT=1\n\n${heading}\nKINDLY_A=1\nKINDLY_B=2\n`],
    ['PORT=1\r\n', `PORT=1\r\n\r\n${heading}\r\nKINDLY_A=1\r\nKINDLY_B=2\r\n`],
    ['KINDLY_A=own\n', `KINDLY_A=own\n\n${heading}\nKINDLY_B=2\n`],
    ['#KINDLY_A=own\nKINDLY_B=\n', `#KINDLY_A=own\nKINDLY_B=\n\n${heading}\nKINDLY_A=1\n`],
    ['export KINDLY_A=own\nKINDLY_B="x"\n', 'export KINDLY_A=own\nKINDLY_B="x"\n'],
  ])('%j', (before, after) => {
    expect(withVariables(before, variables)).toBe(after);
  });
});
