import { expect, it } from 'vitest';
import { curlOf } from './curl.js';

it('quotes what the shell would take apart', () => {
  const command = curlOf({
    url: 'https://shop.example.com/webhooks/orders',
    target: new URL('http://localhost:3000/webhooks/orders'),
    headers: [
      ['Content-Type', 'application/json'],
      ['Kindly-HMAC', ''],
    ],
    body: Buffer.from(`{"message":"it's $HOME"}`),
  });
  expect(command).toBe(
    [
      `curl -i 'http://localhost:3000/webhooks/orders'`,
      `-H 'Host: shop.example.com'`,
      `-H 'Content-Type: application/json'`,
      `-H 'Kindly-HMAC;'`,
      String.raw`--data-binary '{"message":"it'\''s $HOME"}'`,
    ].join(' \\\n  '),
  );
});

it.each([Buffer.from([0xff, 0x27]), Buffer.alloc(100_000, 'a')])(
  'pipes what no argument can hold',
  (body) => {
    const url = 'https://shop.example.com/';
    const command = curlOf({ url, target: new URL(url), headers: [], body });
    const [, piped] = /^printf %s '([^']+)' \| base64 -d \| curl -i /.exec(command) ?? [];
    expect(Buffer.from(piped ?? '', 'base64').equals(body)).toBe(true);
    expect(command).toMatch(/--data-binary @-$/);
  },
);
