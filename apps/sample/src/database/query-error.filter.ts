import { type ArgumentsHost, Catch, InternalServerErrorException, Logger } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { DrizzleQueryError } from 'drizzle-orm';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}

/** Logs a failed query without its parameters: addresses and sessions of customers are among them. */
@Catch(DrizzleQueryError)
export class QueryErrorFilter extends BaseExceptionFilter {
  private readonly logger = new Logger(QueryErrorFilter.name);

  override catch({ query, cause }: DrizzleQueryError, host: ArgumentsHost): void {
    this.logger.error(`A query failed (${codeOf(cause)}): ${query}`);
    super.catch(new InternalServerErrorException(), host);
  }
}
