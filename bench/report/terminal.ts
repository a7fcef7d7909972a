import { stdout } from 'node:process';
import { styleText } from 'node:util';
import type { FleetPlan } from '../fleet/plan.js';
import type { Sample, Scenario } from '../scenarios/scenario.js';
import { costsOf, fleetTables } from './fleet-tables.js';
import { type Reached, reachTable } from './reach.js';
import { rowsOf } from './summary.js';
import { alignedLines, scenarioTable, type Table } from './table.js';

type Style = Parameters<typeof styleText>[0];

export function print(text = ''): void {
  stdout.write(`${text}\n`);
}

function printTable(table: Table, styleOf: (row: readonly string[]) => Style | undefined): void {
  const [head = '', ...lines] = alignedLines(table);
  // It leaves the text alone where there is no terminal, or NO_COLOR says so.
  print(styleText('dim', head));
  for (const [index, line] of lines.entries()) {
    const style = styleOf(table.rows[index] ?? []);
    print(style ? styleText(style, line) : line);
  }
}

/** What is going on, on a line of its own, which the next one replaces. */
export function progress(text: string): void {
  if (stdout.isTTY) stdout.write(`\r\u001B[2K${text}`);
}

export function printScenario(scenario: Scenario, samples: readonly Sample[]): void {
  progress('');
  print(`\n${styleText('bold', `${scenario.name}: ${scenario.title}`)}\n${scenario.about}\n`);
  const table = scenarioTable(scenario, rowsOf(scenario, samples));
  printTable(table, ([group, name]) =>
    [group, name].some((text) => text?.startsWith('kindly')) ? 'bold' : undefined,
  );
}

/** What was measured in this run, and what it should have been. */
export function printReach(all: readonly Reached[]): void {
  const reached = all.filter(({ measured }) => measured !== undefined);
  if (reached.length === 0) return;
  print(`\n${styleText('bold', 'What this library wants to reach')}\n`);
  printTable(reachTable(reached), ([, , , , verdict]) => (verdict === 'met' ? 'green' : 'red'));
}

export function printFleet(plan: FleetPlan, samples: readonly Sample[]): void {
  for (const { title, table } of fleetTables(plan, costsOf(samples))) {
    print(`\n${styleText('bold', title)}\n`);
    printTable(table, () => undefined);
  }
}
