import { writeFileSync } from 'node:fs';
import { BenchError } from './bench.error.js';
import { type Command, readArguments } from './cli/arguments.js';
import { HELP } from './cli/help.js';
import { planFleet } from './fleet/plan.js';
import { measureAll } from './measure-all.js';
import { writePage } from './report/page.js';
import { readRuns } from './report/results.js';
import { print, printFleet, printReach } from './report/terminal.js';
import { FLEET } from './scenarios/scenarios.js';

async function run(command: Command): Promise<void> {
  const { only, from, json, writeDocs } = command;
  const results = from.length > 0 ? readRuns(from) : await measureAll(command);
  printReach(results.reach);
  if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
  const printsFleet = only.length === 0 || only.includes(FLEET);
  if (!printsFleet && !writeDocs) return;
  const plan = planFleet();
  if (printsFleet) printFleet(plan, results.samples);
  if (writeDocs) await writePage(results, plan);
}

try {
  const command = readArguments(process.argv.slice(2));
  if (command.help) print(HELP);
  else await run(command);
} catch (error) {
  const isKnown = error instanceof BenchError;
  process.stderr.write(`${isKnown ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
