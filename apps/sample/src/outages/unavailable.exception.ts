import { ServiceUnavailableException } from '@nestjs/common';

/** What the shop shares with its other replicas cannot be reached, so it cannot tell who is signed in. */
export class UnavailableException extends ServiceUnavailableException {
  constructor(cause: unknown) {
    super('Service Unavailable', { cause });
  }
}
