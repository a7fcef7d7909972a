import { describe, expect, it } from 'vitest';
import { readArguments } from '../../apps/kindly-emulator/src/cli/arguments.js';
import { COMMANDS } from '../../apps/kindly-emulator/src/cli/commands.js';
import { DIAGNOSES } from '../../apps/kindly-emulator/src/doctor/diagnoses.js';
import { runCommand } from '../support/command-line.js';
import { blocksOf, codesIn, page, tableOf } from '../support/markdown.js';

const PAGES = ['docs/command-line.md', 'docs/emulator.md', 'apps/kindly-emulator/README.md'];
const text = page('docs/command-line.md');

/** Cells without what Markdown needs. */
function plain(cell = ''): string {
  return cell.replaceAll('`', '').replaceAll(String.raw`\|`, '|');
}

describe.each(COMMANDS)('docs/command-line.md on $name', ({ name, options, exitCodes }) => {
  const heading = `## \`${name}\``;

  it('lists each flag with its meaning', () => {
    const rows = tableOf(text, 'flag', heading).map((cells) => cells.map(plain));
    const flags = Object.entries(options).map(([flag, { short, value, help }]) => [
      `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]);
    expect(rows).toEqual(flags);
  });

  it('lists each exit code', () => {
    const rows = tableOf(text, 'exit code', heading);
    const known = Object.entries(exitCodes).filter(([, meaning]) => meaning !== undefined);
    expect(rows).toEqual([...known, ['2', 'The command was wrong, or could not be run.']]);
  });

  it('says of which form its JSON is', () => {
    const section = text.slice(text.indexOf(heading)).split('\n## ')[0];
    expect(section).toMatch(/^With `--json`/m);
  });
});

describe('docs/command-line.md on what the doctor finds', () => {
  it('lists each code with its meaning', () => {
    const rows = tableOf(text, 'code', '### What it finds');
    const listed = rows.map(([code, meaning]) => [...codesIn(code), plain(meaning)]);
    expect(listed).toEqual(Object.entries(DIAGNOSES));
  });
});

describe('docs/command-line.md on errors that nobody foresaw', () => {
  const fault = "process.stdout.write = () => { throw new TypeError('What now?'); }";
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(fault)}`;

  it('has them in one line', async () => {
    const ran = await runCommand(['--version'], { environment: { NODE_OPTIONS } });
    expect(ran).toEqual({ code: 2, stdout: '', stderr: 'What now?\n' });
  });

  it('has their stack by a variable', async () => {
    const variable = 'KINDLY_EMULATOR_DEBUG';
    expect(text).toContain(`\`${variable}=1\``);
    const environment = { NODE_OPTIONS, [variable]: '1' };
    const { code, stderr } = await runCommand(['--version'], { environment });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^TypeError: What now\?\n +at /);
  });
});

/** The commands of a page's samples, as a shell would split them. */
function samplesOf(path: string): readonly (readonly string[])[] {
  return blocksOf('sh', path)
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => /(?:^|\s|\()kindly-emulator\s+([^#)]*)/.exec(line)?.[1] ?? [])
    .map((words) => words.split(/ >> | < /)[0] ?? '')
    .map((words) =>
      [...words.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
        word.replaceAll(/["']/g, ''),
      ),
    );
}

describe.each(PAGES)('the commands in %s', (path) => {
  it('are there, and understood', () => {
    const samples = samplesOf(path);
    expect(samples.length).toBeGreaterThan(0);
    for (const words of samples) expect(() => readArguments(words, COMMANDS)).not.toThrow();
  });
});

describe('the examples in the help of kindly-emulator', () => {
  it.each(COMMANDS.flatMap(({ examples }) => examples))('%s', (example) => {
    const [words = ''] = example.split(/ >> | < /);
    const split = [...words.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word);
    expect(() => readArguments(split, COMMANDS)).not.toThrow();
  });
});
