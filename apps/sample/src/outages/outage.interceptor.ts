import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  HttpStatus,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { catchError, type Observable, throwError } from 'rxjs';
import { isDatabaseOutage } from './database-outage.js';
import { reasonOf } from './server-problem.js';
import { UnavailableException } from './unavailable.exception.js';

const UNAVAILABLE: number = HttpStatus.SERVICE_UNAVAILABLE;

/** Seconds after which a client may ask again. */
const RETRY_AFTER = '1';

/** Milliseconds after which the log says again why requests are answered 503, if it still is for the same reason. */
const REMINDER = 60_000;

/** Lines that the log gets in that time, at most: nobody knows how many reasons there are. */
const MAX_REASONS = 10;

/** Answers 503 with `Retry-After` while the database or Redis is out of reach, on pages and elsewhere. */
@Injectable()
export class OutageInterceptor implements NestInterceptor {
  private readonly logger = new Logger(OutageInterceptor.name);
  /** When each reason was said, in milliseconds since 1970. */
  private readonly said = new Map<string, number>();

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const exception = isDatabaseOutage(error) ? new UnavailableException(error) : error;
        if (exception instanceof UnavailableException) this.sayWhy(exception);
        if (isUnavailable(exception)) this.sayWhen(context);
        return throwError(() => exception);
      }),
    );
  }

  /** Not for each request: there may be thousands of them before the operator is awake. */
  private sayWhy(exception: UnavailableException): void {
    const reason = reasonOf(exception);
    const now = Date.now();
    for (const [known, at] of this.said) if (now - at >= REMINDER) this.said.delete(known);
    if (this.said.has(reason) || this.said.size >= MAX_REASONS) return;
    this.said.set(reason, now);
    this.logger.error(`Requests are answered 503: ${reason}`);
  }

  private sayWhen(context: ExecutionContext): void {
    const response = context.switchToHttp().getResponse<object>();
    this.adapterHost.httpAdapter.setHeader(response, 'Retry-After', RETRY_AFTER);
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof HttpException && error.getStatus() === UNAVAILABLE;
}
