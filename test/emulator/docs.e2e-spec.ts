import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { START_OPTIONS } from '../../apps/kindly-emulator/src/cli/start.options.js';
import { triggerCommand } from '../../apps/kindly-emulator/src/cli/trigger.command.js';
import { ASSUMPTIONS } from '../../apps/kindly-emulator/src/console/assumptions.js';
import { FAULTS } from '../../apps/kindly-emulator/src/webhook/faults/faults.js';

const text = readFileSync('docs/emulator.md', 'utf8').replaceAll('`', '');
/** `--json` is explained with the command line. */
const flags = Object.keys(START_OPTIONS).filter((name) => name !== 'json');

describe('docs/emulator.md', () => {
  it.each(flags)('explains --%s', (flag) => {
    expect(text).toMatch(new RegExp(`^\\| --${flag} `, 'm'));
  });

  it.each(ASSUMPTIONS.map(({ topic }) => topic))('admits: %s', (topic) => {
    expect(text).toMatch(new RegExp(`^\\| ${topic.replaceAll('.', '\\.')} `, 'm'));
  });
});

describe('kindly-emulator trigger --help', () => {
  it.each(FAULTS.map(({ name }) => name))('names the fault %s', (name) => {
    expect(triggerCommand.description).toContain(name);
  });
});
