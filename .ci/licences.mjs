/**
 * Says under which licences the packages stand that come with ours, and fails when one is not allowed
 * or docs/supply-chain.md says otherwise.
 *
 *   node .ci/licences.mjs            compares
 *   node .ci/licences.mjs --write    writes the page's lists anew
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, PUBLISHED, shippedWith } from './shipped.mjs';

const PAGE = join(import.meta.dirname, '../docs/supply-chain.md');
const LISTS = /(?<=<!-- licences -->\n)[\s\S]*(?=\n<!-- end of licences -->)/;
/** Ask for their notice, and for nothing else. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
]);
const WIDTH = 110;

/** Of several licences joined by OR we may choose. */
function isAllowed(licence) {
  return licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => ALLOWED.has(one));
}

function wrapped(words) {
  const lines = [''];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = lines.length === 1 ? line : `  ${line}`;
  }
  return lines.join('\n');
}

function listOf(folder) {
  const licences = new Map();
  for (const { name, licence } of shippedWith(folder)) {
    licences.set(licence, (licences.get(licence) ?? new Set()).add(name));
  }
  const lines = [...licences]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([licence, names]) =>
      wrapped(`- **${licence}**: ${[...names].map((name) => `\`${name}\``).join(', ')}`.split(' ')),
    );
  return `### ${manifestOf(folder).name}\n\n${lines.join('\n')}\n`;
}

const refused = PUBLISHED.flatMap(shippedWith).filter(({ licence }) => !isAllowed(licence));
for (const { name, version, licence } of refused) {
  process.stderr.write(`${name}@${version} stands under ${licence}, which is not allowed\n`);
}

const allowed = `Allowed are those that ask for their notice alone: ${[...ALLOWED].join(', ')}.\n`;
const page = readFileSync(PAGE, 'utf8');
const right = page.replace(LISTS, () => `\n${[allowed, ...PUBLISHED.map(listOf)].join('\n')}`);
if (process.argv.includes('--write')) writeFileSync(PAGE, right);
else if (page !== right) {
  process.stderr.write('docs/supply-chain.md is not up to date: npm run licences -- --write\n');
  process.exitCode = 1;
}
if (refused.length > 0) process.exitCode = 1;
