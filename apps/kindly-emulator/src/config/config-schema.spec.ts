import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { DialogueConfig, EmulatorConfig, PAYLOADS } from './emulator-config.js';
import { loadConfig } from './load-config.js';

const APPS = join(import.meta.dirname, '../../..');
const read = (file: string): object => JSON.parse(readFileSync(join(APPS, file), 'utf8')) as object;

const schema = read('kindly-emulator/config.schema.json') as {
  properties: Record<string, { default?: unknown; enum?: unknown }>;
};
const { items: dialogue } = schema.properties['dialogues'] as { items: { properties: object } };
const validate = new Ajv().compile(schema);

/** With those that have no default, and so may be no members of a new object. */
function namesOf(config: object, ...others: string[]): Set<string> {
  return new Set([...Object.keys(config), ...others]);
}

describe('config.schema.json', () => {
  it('describes every setting, with its default', () => {
    const defaults = Object.entries(schema.properties).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(new EmulatorConfig()).toMatchObject(Object.fromEntries(defaults));
    expect(namesOf(schema.properties)).toEqual(
      namesOf(new EmulatorConfig(), '$schema', 'url', 'publicKey', 'privateKey'),
    );
    expect(namesOf(dialogue.properties)).toEqual(namesOf(new DialogueConfig(), 'webhook', 'reply'));
    expect(schema.properties['payload']?.enum).toEqual(PAYLOADS);
  });

  it('is what the file of the demo is written to', () => {
    expect(validate(read('demo.json'))).toBe(true);
    expect(() => loadConfig({}, {}, join(APPS, 'demo.json'))).not.toThrow();
  });

  it.each([{ prot: 1 }, { port: 'x' }, { rules: 'soft' }, { dialogues: [{ slug: 'a' }] }])(
    'refuses %j',
    (config) => {
      expect(validate(config)).toBe(false);
    },
  );
});
