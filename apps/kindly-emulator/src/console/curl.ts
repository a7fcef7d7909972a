import type { SentRequest } from '../state/journal.service.js';

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A delivery as a command of curl's: the same bytes, to the same place. */
export function curlOf({ url, target, headers, body }: SentRequest): string {
  const host = new URL(url).host;
  const lines = [
    `curl -i ${quote(target.href)}`,
    `-H ${quote(`Host: ${host}`)}`,
    ...headers.map(
      ([name, value]) =>
        // With a colon curl would leave the header out.
        `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    `--data-binary ${quote(body.toString('utf8'))}`,
  ];
  return lines.join(' \\\n  ');
}
