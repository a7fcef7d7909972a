import { KindlyErrorCode } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { GUARD_ORDER } from '../support/attacks/guard-order.js';
import type { Refusal } from '../support/http.js';
import { blocksOf, codesIn, page, PAGES, tableOf } from '../support/markdown.js';

/** The lines that a sequence diagram may have here; Mermaid itself has read each kind of them. */
const LINES: readonly RegExp[] = [
  /^sequenceDiagram$/,
  /^autonumber$/,
  /^participant \w+ as [\w ]+$/,
  /^Note over \w+: [^;#]+$/,
  /^\w+-{1,2}>>\w+: [^;#]+$/,
];

const DIAGRAMS = PAGES.flatMap((path) => blocksOf('mermaid', path).map((text) => ({ path, text })));

describe.each(DIAGRAMS)('the diagram in $path', ({ text }) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

  it('has nothing but lines that Mermaid reads', () => {
    expect(lines[0]).toBe('sequenceDiagram');
    expect(lines.filter((line) => !LINES.some((known) => known.test(line)))).toEqual([]);
  });

  it('lets nobody speak who was not introduced', () => {
    const introduced = [...text.matchAll(/participant (\w+) as/g)].map(([, name]) => name);
    const named = [...text.matchAll(/^ *(?:Note over )?(\w+)(?:-{1,2}>>(\w+))?:/gm)];
    const speakers = named.flatMap(([, one, other]) => [one, other ?? one]);
    expect(new Set(speakers)).toEqual(new Set(introduced));
  });
});

/** The refusals of a table of checks, in its order. */
function refusalsOf(path: string, firstColumn: string): readonly string[] {
  return tableOf(page(path), firstColumn).flatMap((cells) => codesIn(cells.at(-1)));
}

/** Whether all of these come in this order, with others in between or not. */
function comeInOrder(wanted: readonly string[], all: readonly string[]): boolean {
  let from = 0;
  for (const one of wanted) {
    from = all.indexOf(one, from);
    if (from === -1) return false;
  }
  return true;
}

describe('the order of the checks', () => {
  const ofGuard = refusalsOf('docs/how-it-works.md', 'check');
  const ofEndpoint = refusalsOf('docs/token-endpoint.md', 'step');

  it('has every error that there is', () => {
    const documented = new Set([...ofGuard, ...ofEndpoint]);
    expect([...documented].toSorted()).toEqual(Object.values(KindlyErrorCode).toSorted());
  });

  it("is the guard's", () => {
    const [{ attacks } = { attacks: [] }] = GUARD_ORDER;
    const provoked = attacks.map(({ expected }) => (expected.body as Refusal).errorCode);
    expect(provoked.length).toBeGreaterThan(4);
    expect(comeInOrder(provoked, ofGuard)).toBe(true);
    expect(comeInOrder([...provoked].toReversed(), ofGuard)).toBe(false);
  });
});
