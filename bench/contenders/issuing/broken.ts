import type { ContenderSettings } from '../contender.js';
import { listenWithIssue } from './token-controller.js';

/** Is fast, and wrong: nobody checks what it issues but the benchmark. */
export function listen({ adapter }: ContenderSettings): Promise<number> {
  return listenWithIssue(() => 'this.is.no-token', adapter);
}
