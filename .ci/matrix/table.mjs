/** What was tried, as the README tells it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const README = join(import.meta.dirname, '../../README.md');
const BEGIN = '<!-- compatibility: npm run test:matrix -- --write-docs -->';
const END = '<!-- end of compatibility -->';

const NAMES = { express: 'Express', fastify: 'Fastify', jest: 'Jest', vitest: 'Vitest' };
const TYPES = { commonjs: 'CommonJS', module: 'ES modules' };

/** One line about one result. */
export function describeCell({ kind, nest, type, manager, node, ...what }) {
  const app = `NestJS ${nest}, ${TYPES[type]}, ${manager}`;
  if (kind === 'compile') return `${app}: TypeScript ${what.typescript}, ${what.resolution}`;
  const doing =
    kind === 'run' ? NAMES[what.adapter] : `${NAMES[what.runner]} ${what.runnerVersion}`;
  return `${app}: ${doing} on Node ${node}`;
}

function unique(values) {
  return [...new Set(values)];
}

function and(values) {
  return new Intl.ListFormat('en').format(values);
}

/** A row for each kind of app, a column for each Node, in a cell the adapters that work. */
function tableOf(runs) {
  const nodes = unique(runs.map(({ node }) => node));
  const rows = unique(runs.map(({ nest, type }) => `NestJS ${nest}, ${TYPES[type]}`));
  const cellOf = (row, node) =>
    runs
      .filter((run) => `NestJS ${run.nest}, ${TYPES[run.type]}` === row && run.node === node)
      .map(({ adapter }) => NAMES[adapter])
      .join(', ');
  const lines = [
    ['', ...nodes.map((node) => `Node ${node}`)],
    ['---', ...nodes.map(() => '---')],
    ...rows.map((row) => [row, ...nodes.map((node) => cellOf(row, node))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function textOf(results) {
  const of = (kind) => results.filter((result) => result.kind === kind);
  const npm = of('run').filter(({ manager }) => manager === 'npm');
  const typescripts = unique(of('compile').map(({ typescript }) => typescript));
  const resolutions = unique(of('compile').map(({ resolution }) => `\`${resolution}\``));
  const runners = unique(
    of('test').map(({ runner, runnerVersion }) => `${NAMES[runner]} ${runnerVersion}`),
  );
  return `${tableOf(npm)}

It compiles with TypeScript ${and(typescripts)}, with \`moduleResolution\` ${and(resolutions)}.
Apps test it with ${and(runners)}. npm installs it, and pnpm in its strict layout.`;
}

/** Puts the results of a whole matrix into the README. */
export async function writeTable(results) {
  const readme = readFileSync(README, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const [, after] = rest.split(END);
  const text = `${before}${BEGIN}\n\n${textOf(results)}\n\n${END}${after}`;
  const options = await resolveConfig(README);
  writeFileSync(README, await format(text, { ...options, filepath: README }));
}
