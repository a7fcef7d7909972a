import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { BenchError } from '../bench.error.js';
import type { FleetPlan } from '../fleet/plan.js';
import type { Scenario } from '../scenarios/scenario.js';
import { SCENARIOS } from '../scenarios/scenarios.js';
import { drawChart } from './chart.js';
import { costsOf, fleetTables } from './fleet-tables.js';
import type { Machine } from './machine.js';
import { reachTable } from './reach.js';
import type { Results } from './results.js';
import { rowsOf } from './summary.js';
import { markdownTable, scenarioTable } from './table.js';

const DOCS = join(import.meta.dirname, '../../../docs');
const PAGE = join(DOCS, 'performance.md');
const JSON_FILE = join(DOCS, 'performance.json');
const PICTURE = join(DOCS, 'pictures/performance.svg');

/** In a sentence, for page and picture. */
export function describeRun({ date, machine, settings }: Results): string {
  const { cpu, cores, memory, versions } = machine;
  const { rounds, duration } = settings;
  return `${date.slice(0, 10)}, ${cores} cores of ${cpu}, ${memory} GB, Node ${versions['node']}, ${duration} s in each of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`;
}

function machineSection({ system, versions }: Machine, run: string): string {
  const { node: _, ...others } = versions;
  const list = Object.entries(others).map(([name, version]) => `${name} ${version}`);
  return `Measured on ${run}, ${system}, with ${list.join(', ')}.`;
}

function scenarioSection(scenario: Scenario, { samples }: Results): string {
  const table = scenarioTable(scenario, rowsOf(scenario, samples));
  return [
    `### ${scenario.name}: ${scenario.title}`,
    scenario.about,
    markdownTable({ ...table, head: table.head.with(0, 'where').with(1, 'who') }),
  ].join('\n\n');
}

function figuresSection(results: Results): string {
  const ran = SCENARIOS.filter(({ name }) => results.scenarios.includes(name));
  return [
    machineSection(results.machine, describeRun(results)),
    '![Tokens issued, a bystander’s delay, and webhooks guarded per second, by contender](pictures/performance.svg)',
    '### What this library wants to reach',
    'Medians of the ratios of each round; memory in per cent.',
    markdownTable(reachTable(results.reach)),
    ...ran.map((scenario) => scenarioSection(scenario, results)),
  ].join('\n\n');
}

function fleetSection(plan: FleetPlan, { samples }: Results): string {
  return fleetTables(plan, costsOf(samples))
    .map(({ title, table }) => `### ${title}\n\n${markdownTable(table)}`)
    .join('\n\n');
}

/**
 * Puts a text between two comments of a page.
 *
 * @throws BenchError when the page does not have them
 */
export function replaceSection(page: string, name: string, text: string): string {
  const section = new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*(?=<!-- end of ${name} -->)`);
  if (!section.test(page)) throw new BenchError(`The page has no section "${name}".`);
  return page.replace(section, () => `\n${text}\n\n`);
}

/**
 * Writes the figures of a run into the page of the documentation, its picture and its samples.
 *
 * @throws BenchError for figures that are noise
 */
export async function writePage(results: Results, plan: FleetPlan): Promise<void> {
  if (results.settings.isQuick) throw new BenchError('The figures of a quick run are no page’s.');
  const figures = replaceSection(readFileSync(PAGE, 'utf8'), 'figures', figuresSection(results));
  const page = replaceSection(figures, 'fleet', fleetSection(plan, results));
  const style = { singleQuote: true, printWidth: 100 } as const;
  writeFileSync(PAGE, await format(page, { ...style, parser: 'markdown' }));
  writeFileSync(JSON_FILE, await format(JSON.stringify(results), { ...style, parser: 'json' }));
  writeFileSync(PICTURE, drawChart(results.samples, describeRun(results)));
}
