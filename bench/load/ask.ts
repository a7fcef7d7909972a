import { BenchError } from '../bench.error.js';
import type { LoadRequest } from './requests.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks once, without the load generator: what is in an answer is looked at before it is counted. */
export async function ask(
  url: string,
  { method, path, headers, body }: LoadRequest,
): Promise<Answer> {
  const response = await fetch(url + path, { method, headers, ...(body && { body }) });
  return { status: response.status, text: await response.text() };
}

/** @throws BenchError with the answer, when it is another one */
export function expectStatus(what: string, { status, text }: Answer, expected: number): void {
  if (status === expected) return;
  throw new BenchError(`${what} got ${status} where ${expected} is right: ${text.slice(0, 200)}`);
}
