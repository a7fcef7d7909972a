import { describe, expect, it } from 'vitest';
import { imageUrl, mailUrl, phoneUrl, webUrl } from './safe-url.js';

const HOSTILE = [
  '',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' \tjavascript:alert(1)',
  'java\nscript:alert(1)',
  'javascript://example.com/%0aalert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;image/png,x',
  'blob:https://example.com/1',
  'file:///etc/passwd',
  '//example.com/',
  '/orders',
  'example.com',
];

describe.each([
  ['webUrl', webUrl],
  ['imageUrl', imageUrl],
  ['phoneUrl', phoneUrl],
  ['mailUrl', mailUrl],
])('%s', (_name, url) => {
  it.each(HOSTILE)('refuses %j', (text) => {
    expect(url(text)).toBeNull();
  });
});

it.each([
  ['https://example.com/orders?id=1#x', 'https://example.com/orders?id=1#x'],
  [' http://example.com\n', 'http://example.com/'],
  ['mailto:kari@example.com', null],
])('webUrl of %j', (text, url) => {
  expect(webUrl(text)).toBe(url);
});

it.each([
  ['https://example.com/shoe.png', 'https://example.com/shoe.png'],
  [' data:image/png;base64,AA== ', 'data:image/png;base64,AA=='],
  ['DATA:IMAGE/svg+xml,<svg/>', 'DATA:IMAGE/svg+xml,<svg/>'],
])('imageUrl of %j', (text, url) => {
  expect(imageUrl(text)).toBe(url);
});

it.each([
  ['+47 22 33 44 55', 'tel:+4722334455'],
  ['(555) 010-99.42', 'tel:5550109942'],
  ['tel:+4722334455', 'tel:+4722334455'],
  ['TEL:112', 'tel:112'],
  ['*100#', 'tel:*100#'],
  ['call us', null],
  ['+47 22 33;ext=1', null],
  ['1', null],
  ['1'.repeat(21), null],
])('phoneUrl of %j', (text, url) => {
  expect(phoneUrl(text)).toBe(url);
});

it.each([
  ['kari@example.com', 'mailto:kari@example.com'],
  [' Mailto:kari@example.com ', 'mailto:kari@example.com'],
  ['kari@example.com?subject=Order', 'mailto:kari@example.com?subject=Order'],
  ['kari@example.com, ola@example.com', null],
  ['kari', null],
  ['@example.com', null],
])('mailUrl of %j', (text, url) => {
  expect(mailUrl(text)).toBe(url);
});
