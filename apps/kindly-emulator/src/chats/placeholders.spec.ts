import { expect, it } from 'vitest';
import { fillPlaceholders } from './placeholders.js';

it.each([
  ['Hi', {}, 'Hi'],
  ['Hi {name}', { name: 'Kari' }, 'Hi Kari'],
  ['{a}{b}', { a: '1', b: '{a}' }, '1{a}'],
  ['Hi {name}', {}, undefined],
  ['Hi {toString}', {}, undefined],
  ['Hi { name }', {}, 'Hi { name }'],
])('%s with %j', (reply, context, filled) => {
  expect(fillPlaceholders(reply, context)).toBe(filled);
});
