import { createRequire } from 'node:module';
import type { Strike } from './attack.js';
import type { Door } from './target.js';

/**
 * What Node or the app's body parser answers on one adapter at least, before any code of ours: the
 * answers differ. No webhook among them is let through, and nothing fails. A token request may find
 * a lenient parser: then the token still is the session's user's.
 */
export interface ParserAttack {
  readonly name: string;
  readonly door: Door;
  /** A text is sent as it is, past Node's client, which would not send it. */
  readonly make: () => Strike | string;
  /** The parser's answer quotes from the body. */
  readonly quotes?: true;
}

const { version } = createRequire(import.meta.url)('@nestjs/core/package.json') as {
  readonly version: string;
};

/** NestJS 11 logs what Express' parsers throw, error and all; NestJS 12 does not. */
export const LOGS_PARSER_ERRORS = version.startsWith('11.');

/** An error line of the framework's about a body that its parser could not read: none of ours. */
export function isParserError(line: string): boolean {
  return (
    line.startsWith('Error: aborted ') ||
    (LOGS_PARSER_ERRORS && line.endsWith(' ExceptionsHandler'))
  );
}
