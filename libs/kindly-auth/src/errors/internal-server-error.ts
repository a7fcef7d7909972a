import { InternalServerErrorException } from '@nestjs/common';

/**
 * A 500 that tells the caller nothing, with the same body on every version of NestJS.
 *
 * @param cause for the app's own filters
 */
export function internalServerError(cause: unknown): InternalServerErrorException {
  return new InternalServerErrorException(
    { statusCode: 500, error: 'Internal Server Error', message: 'Internal server error' },
    { cause },
  );
}
