import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { type KindlyErrorCode, PUBLIC_FACES } from './kindly-error-code.js';
import { suspendStackTraces } from './stack-traces.js';

/** How a {@link KindlyAuthException} departs from the defaults of its code. */
export interface KindlyAuthExceptionOptions {
  /** What the caller is told. Default: the plain sentence that belongs to the code. */
  readonly message?: string | undefined;
  /** What only the operator may learn; kept as `cause`, never sent. Holds no token, key or personal datum. */
  readonly reason?: string | undefined;
}

/** Of refusals that come in floods, and whose reason is not in the app's code. */
const UNTRACED: ReadonlySet<number> = new Set([401, 403, 503]);

/**
 * A refusal by the token endpoint, by the webhook guard or by `KindlyTokenService`.
 *
 * The response body is `{ statusCode, error, message, errorCode }` on every supported version of
 * NestJS. `errorCode` is one of {@link KindlyErrorCode} and decides the status. With 401, 403 and 503
 * there is no stack trace: it would lead into the guard or the queue, and cost more than the check.
 */
export class KindlyAuthException extends HttpException {
  /** Nest 12 declares this on `HttpException` and leaves it optional; here it always is present. */
  override readonly errorCode: KindlyErrorCode;

  constructor(errorCode: KindlyErrorCode, options: KindlyAuthExceptionOptions = {}) {
    const { status, message } = PUBLIC_FACES[errorCode];
    const resume = UNTRACED.has(status) ? suspendStackTraces() : undefined;
    super(
      {
        statusCode: status,
        error: STATUS_CODES[status],
        message: options.message ?? message,
        errorCode,
      },
      status,
      options.reason === undefined ? {} : { cause: new Error(options.reason) },
    );
    resume?.();
    this.errorCode = errorCode;
  }

  /** The exact reason, for the operator's log: `cause` if there is one, else what the caller is told. */
  get reason(): string {
    return this.cause instanceof Error ? this.cause.message : this.message;
  }
}
