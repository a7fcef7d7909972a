import type { HttpMessage } from '../protocol/console-protocol.js';
import { printable } from './terminal.js';

/** Of a body. */
const SHOWN_CHARACTERS = 200;

interface Exchange {
  readonly response: (HttpMessage & { readonly status: number }) | null;
  readonly error: string | null;
  readonly milliseconds: number;
}

/** What came back, and what came of it. */
export function exchangeLines(
  { response, error, milliseconds }: Exchange,
  nothing: string,
  summary: string,
): string[] {
  const answer = response
    ? `[${response.status}] ${milliseconds} ms  ${response.body.slice(0, SHOWN_CHARACTERS)}`
    : (error ?? nothing);
  return [`<--  ${printable(answer)}`, `     ${printable(summary)}`];
}
