import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KindlyErrorCode, KindlyOptionsErrorCode } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { PUBLIC_FACES } from '../libs/kindly-auth/src/errors/kindly-error-code.js';
import { ATTACKS } from './support/attacks/table.js';
import type { Refusal } from './support/http.js';
import { codesIn, page, tableOf } from './support/markdown.js';

const CODES = Object.values(KindlyErrorCode);
const SOURCES = join(import.meta.dirname, '../libs/kindly-auth/src');

describe('the tables of docs/errors.md', () => {
  const requests = tableOf(page('docs/errors.md'), '`errorCode`');
  const options = tableOf(page('docs/errors.md'), '`code`');

  it('list the codes and statuses that the code has, once each', () => {
    const listed = requests.map(([code, status]) => [...codesIn(code), Number(status)]);
    expect(listed).toEqual(CODES.map((code) => [code, PUBLIC_FACES[code].status]));
  });

  it('list the codes of options that the code has, once each', () => {
    const listed = options.flatMap(([code]) => codesIn(code));
    expect(listed).toEqual(Object.values(KindlyOptionsErrorCode));
  });

  it('leave no cell empty', () => {
    expect([...requests, ...options].flat().filter((cell) => cell === '')).toEqual([]);
  });
});

interface Line {
  readonly code: string;
  readonly reason: string;
}

/** The lines of the log that the page explains, `…` for what varies in them. */
const EXPLAINED: readonly Line[] = tableOf(
  page('docs/errors.md'),
  '`errorCode`',
  "## In the operator's log",
).flatMap(([codes, reasons]) =>
  codesIn(reasons).map((reason) => ({ code: codesIn(codes).join(), reason })),
);

/** Those that the table of attacks provokes; each once. */
const PROVOKED: readonly Line[] = [
  ...new Map(
    ATTACKS.map(({ expected, reason }) => {
      const { errorCode } = expected.body as Refusal;
      return [errorCode + reason, { code: errorCode, reason }];
    }),
  ).values(),
];

function explains(explained: Line, provoked: Line): boolean {
  const parts = explained.reason
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return (
    explained.code === provoked.code && new RegExp(`^${parts.join('.+')}$`).test(provoked.reason)
  );
}

describe("the operator's lines in docs/errors.md", () => {
  const source = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
    .join('\n');

  it('are there for each code', () => {
    expect(new Set(EXPLAINED.map(({ code }) => code))).toEqual(new Set(CODES));
  });

  it('are all that an attack brings about', () => {
    const missing = PROVOKED.filter((line) => !EXPLAINED.some((one) => explains(one, line)));
    expect(missing).toEqual([]);
  });

  it.each(EXPLAINED)('$code: $reason', (line) => {
    const isProvoked = PROVOKED.some((one) => explains(line, one));
    const isWritten = line.reason.split('…').every((part) => source.includes(part.trim()));
    expect(isProvoked || isWritten).toBe(true);
  });
});
