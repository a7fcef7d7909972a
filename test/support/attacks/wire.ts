import { WEBHOOK_BODY } from '../kindly.js';
import { tokenOf } from './forge.js';
import type { ParserAttack } from './parser-attack.js';

/** A whole request as it goes over the wire; `$TOKEN` stands for a good token. */
function wire(
  name: string,
  lines: readonly string[],
  body = WEBHOOK_BODY,
  path = '/webhook',
): ParserAttack {
  const framing = lines.some((line) => /^(content-length|transfer-encoding)/i.test(line))
    ? []
    : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: shop.example.com',
    'Connection: close',
    'Content-Type: application/json',
  ];
  return {
    name,
    door: 'webhook',
    make: () =>
      [...head, ...framing, ...lines, '', body].join('\r\n').replaceAll('$TOKEN', tokenOf()),
  };
}

/** Requests that no honest client's HTTP library would send. */
export const WIRE_ATTACKS: readonly ParserAttack[] = [
  wire('a NUL in the token', ['Authorization: Bearer $TOKEN\u0000']),
  wire('a line feed alone', ['Authorization: Bearer\n$TOKEN']),
  wire('a carriage return alone', ['Authorization: Bearer\r$TOKEN']),
  wire('a folded header', ['Authorization: Bearer', ' x$TOKEN']),
  wire('a space before the colon', ['Authorization : Bearer $TOKEN']),
  wire('a header without a colon', ['Authorization Bearer $TOKEN']),
  wire('a vertical tab', ['Authorization: Bearer \u000b$TOKEN']),
  wire('two lengths', ['Content-Length: 2', 'Content-Length: 3', 'Authorization: Bearer $TOKEN']),
  wire('a length and chunks', [
    'Content-Length: 2',
    'Transfer-Encoding: chunked',
    'Authorization: Bearer $TOKEN',
  ]),
  wire(
    'chunks of no size',
    ['Transfer-Encoding: chunked', 'Authorization: Bearer $TOKEN'],
    'zz\r\n',
  ),
  wire('a length that is none', ['Content-Length: -1', 'Authorization: Bearer $TOKEN']),
  wire('an expectation that nobody meets', ['Expect: 200-ok', 'Authorization: Bearer $TOKEN']),
  wire('a token of 20,000 characters', [`Authorization: Bearer ${'x'.repeat(20_000)}`]),
  wire('a sub of a megabyte', [`Authorization: Bearer ${tokenOf({ sub: 'x'.repeat(1_048_576) })}`]),
  wire(
    '3,000 headers',
    Array.from({ length: 3000 }, (_, index) => `X-${index}: x`),
  ),
  wire('an impossible path', ['Authorization: Bearer $TOKEN'], WEBHOOK_BODY, '/webhook/%E0%A4%A'),
  wire('a path with dots', ['Authorization: Bearer $TOKEN'], WEBHOOK_BODY, '/../webhook/..;/'),
];
