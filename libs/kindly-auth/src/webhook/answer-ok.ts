import { HttpCode, HttpStatus } from '@nestjs/common';
import type { Handler } from './route-handlers.js';

/** Where `@HttpCode()` leaves its argument. Nest exports no name for it. */
const HTTP_CODE_METADATA = '__httpCode__';

/**
 * Answers with 200: that is what Kindly expects, and Nest gives 201 to a POST. An `@HttpCode()` that
 * is there stays.
 */
export function answerOk(handler: Handler): void {
  if (Reflect.hasMetadata(HTTP_CODE_METADATA, handler)) return;
  HttpCode(HttpStatus.OK)({}, '', { value: handler });
}
