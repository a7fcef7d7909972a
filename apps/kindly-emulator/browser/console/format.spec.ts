import { describe, expect, it } from 'vitest';
import { initialsOf, pictureOf, prettyBody, shortId } from './format.js';

describe('pictureOf', () => {
  it.each([
    ['https://example.com/kari.png', 'https://example.com/kari.png'],
    ['http://example.com/kari.png', 'http://example.com/kari.png'],
    ['HTTPS://EXAMPLE.COM/kari.png', 'https://example.com/kari.png'],
    ['data:image/png;base64,AA==', 'data:image/png;base64,AA=='],
    ['DATA:IMAGE/png;base64,AA==', 'data:IMAGE/png;base64,AA=='],
  ])('fetches %s', (address, shown) => {
    expect(pictureOf(address)).toBe(shown);
  });

  it.each([
    undefined,
    '',
    'kari.png',
    '/api/deliveries/1/unmasked',
    '//example.com/kari.png',
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;image/png,x',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'https://',
  ])('does not fetch %j', (address) => {
    expect(pictureOf(address)).toBeNull();
  });
});

it.each([
  ['{"reply":"på","n":[1]}', '{\n  "reply": "på",\n  "n": [\n    1\n  ]\n}', true],
  ['<html>', '<html>', false],
  ['{"reply":', '{"reply":', false],
  ['', '', false],
])('prettyBody of %j', (body, text, json) => {
  expect(prettyBody(body)).toEqual({ text, json });
});

it.each([
  ['Kari Nordmann', 'KN'],
  ['  kari \t nordmann ', 'KN'],
  ['Kari', 'K'],
  ['åse østby', 'ÅØ'],
  // A half of a surrogate pair would be shown as a box.
  ['👋 𝒦ari', '👋𝒦'],
  ['', ''],
  ['   ', ''],
])('initialsOf %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it.each([
  ['3f0e2b9c-1f7a-4a53-9f0b-0c1d2e3f4a5b', '3f0e2b9c…'],
  ['my-own-chat-1', 'my-own-chat-1'],
])('shortId of %s', (id, shown) => {
  expect(shortId(id)).toBe(shown);
});
