import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../apps/kindly-emulator/src/cli/help.js';
import { ASSUMPTIONS } from '../../apps/kindly-emulator/src/console/assumptions.js';
import { FAULTS } from '../../apps/kindly-emulator/src/webhook/faults/faults.js';

const text = readFileSync('docs/emulator.md', 'utf8').replaceAll('`', '');
const section = (from: string, to: string): string =>
  HELP.slice(HELP.indexOf(from), HELP.indexOf(to));
const flags =
  section('Flags of start', 'Each of these can be').match(/--[a-z-]+(?= [<a-z])/g) ?? [];

describe('docs/emulator.md', () => {
  it.each(flags)('explains %s', (flag) => {
    expect(text).toMatch(new RegExp(`^\\| ${flag} `, 'm'));
  });

  it.each(ASSUMPTIONS.map(({ topic }) => topic))('admits: %s', (topic) => {
    expect(text).toMatch(new RegExp(`^\\| ${topic.replaceAll('.', '\\.')} `, 'm'));
  });
});

describe('kindly-emulator --help', () => {
  it.each(FAULTS.map(({ name }) => name))('names the fault %s', (name) => {
    expect(HELP).toContain(name);
  });
});
