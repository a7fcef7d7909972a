/**
 * Runs the generated tests many times as long as `npm test` does.
 *
 *   node .ci/soak.mjs                  50 times as many cases of each property
 *   node .ci/soak.mjs 500 http.fuzz    more, of one file
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const [factor = '50', ...files] = process.argv.slice(2);

if (!/^[1-9]\d*$/.test(factor)) throw new Error('the factor must be a whole number above zero');

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'properties', ...files],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, KINDLY_SOAK: factor } },
);
process.exitCode = status ?? 1;
