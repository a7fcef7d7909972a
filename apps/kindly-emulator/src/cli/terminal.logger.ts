import type { LoggerService } from '@nestjs/common';
import { problemOf } from './problem.js';
import { err, printable } from './terminal.js';

/**
 * What is said while the emulator runs. The framework's own logger would warn among the results, and in
 * colour in a pipe, too.
 */
export class TerminalLogger implements LoggerService {
  log(): void {
    // Whoever wants to know what happens looks at the console.
  }

  warn(message: unknown): void {
    err.print(err.paint('yellow', printable(String(message))));
  }

  error(error: unknown): void {
    err.print(err.paint('red', problemOf(error)));
  }
}
