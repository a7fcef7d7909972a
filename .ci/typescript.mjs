/**
 * Runs a script in TypeScript as the tests are run, on every Node that we support.
 *
 *   node .ci/typescript.mjs test/fleet/command.ts soak --minutes 1
 *
 * The script exports `main(words)`, which gives the exit code, or a promise of it.
 */
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [script = '', ...words] = process.argv.slice(2);
const { module } = await runnerImport(resolve(script), { configFile: false, logLevel: 'error' });
process.exitCode = await module.main(words);
