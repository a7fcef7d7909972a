/**
 * Installs the tarball into throw-away apps, and tries it there with what its users may have: versions
 * of NestJS, Node and TypeScript, CommonJS and ES modules, npm and pnpm, Vitest and Jest.
 *
 *   node .ci/matrix.mjs                the whole matrix
 *   node .ci/matrix.mjs --diagonal     each version once
 *   node .ci/matrix.mjs --write-docs   and writes the table in README.md
 *
 * `npm run build` has put together what is packed. Nothing is left behind.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ALL, DIAGONAL, installTools, tryCell } from './matrix/cells.mjs';
import { installConsumer, pack } from './matrix/consumers.mjs';
import { describeCell, writeTable } from './matrix/table.mjs';

const { values } = parseArgs({
  options: { diagonal: { type: 'boolean' }, 'write-docs': { type: 'boolean' } },
});
const cells = values.diagonal ? DIAGONAL : ALL;
const folder = mkdtempSync(join(tmpdir(), 'kindly-matrix-'));

function report(result) {
  process.stdout.write(`${result.passed ? 'passed' : 'FAILED'}  ${describeCell(result)}\n`);
  if (!result.passed) process.stdout.write(`${result.output}\n`);
  return result;
}

try {
  pack(folder);
  installTools(folder, cells);
  for (const name of new Set(cells.map(({ consumer }) => consumer))) installConsumer(folder, name);
  const results = cells.map((cell) => report(tryCell(folder, cell)));
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} of ${results.length} combinations work\n`);
  if (failed > 0) process.exitCode = 1;
  else if (values['write-docs']) await writeTable(results);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
