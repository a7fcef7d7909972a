import { isUtf8 } from 'node:buffer';
import type { SentRequest } from '../state/journal.service.js';

/** Systems take arguments up to about 128 KB; the shell's own printf takes any. */
const MAX_ARGUMENT_BYTES = 64 * 1024;

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A delivery as a command of curl's: the same bytes, to the same place. */
export function curlOf({ url, target, headers, body }: SentRequest): string {
  const host = new URL(url).host;
  const isText = isUtf8(body) && body.byteLength <= MAX_ARGUMENT_BYTES;
  const lines = [
    `${isText ? '' : `printf %s ${quote(body.toString('base64'))} | base64 -d | `}curl -i ${quote(target.href)}`,
    `-H ${quote(`Host: ${host}`)}`,
    ...headers.map(
      ([name, value]) =>
        // With a colon curl would leave the header out.
        `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    `--data-binary ${isText ? quote(body.toString('utf8')) : '@-'}`,
  ];
  return lines.join(' \\\n  ');
}
