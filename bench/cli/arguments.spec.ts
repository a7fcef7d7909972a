import { expect, it } from 'vitest';
import { readArguments } from './arguments.js';

it('without flags everything is measured, in five rounds', () => {
  expect(readArguments([])).toMatchObject({
    only: [],
    long: false,
    writeDocs: false,
    settings: { rounds: 5, contenders: [] },
  });
});

it('quick is short, unless a flag says how long', () => {
  const { settings } = readArguments(['--quick', '--duration', '2']);
  expect(settings).toMatchObject({ rounds: 1, duration: 2 });
});

it('takes names with commas and flags again', () => {
  const words = ['--only', 'issue,refuse', '--only', 'boot', '--contenders', 'kindly, jose'];
  expect(readArguments(words)).toMatchObject({
    only: ['issue', 'refuse', 'boot'],
    settings: { contenders: ['kindly', 'jose'] },
  });
});

it.each([
  [['--fast'], /--fast/],
  [['--rounds', '0'], /--rounds must be a number above zero, and is "0"/],
  [['--rounds', '1.5'], /--rounds must be a whole number/],
  [['--duration', 'long'], /--duration must be a number above zero, and is "long"/],
])('refuses %j', (words, message) => {
  expect(() => readArguments(words)).toThrow(message);
});
