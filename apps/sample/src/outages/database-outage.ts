import { HttpException } from '@nestjs/common';
import { DrizzleQueryError } from 'drizzle-orm';

/** SQLSTATE's classes of what passes by itself: the connection, too many of them, the server going down. */
const OUTAGES = new Set(['08', '53', '57']);

/** The query that failed, if that is what an error comes from. */
function failedQuery(error: unknown): DrizzleQueryError | undefined {
  if (error instanceof DrizzleQueryError) return error;
  // The library answers 500 for the resolver's error, and keeps it as the cause.
  return error instanceof HttpException ? failedQuery(error.cause) : undefined;
}

/** Says whether an error means that the database is out of reach, and not that a query is wrong. */
export function isDatabaseOutage(error: unknown): boolean {
  const cause = failedQuery(error)?.cause;
  if (cause === undefined) return false;
  // What PostgreSQL itself answers has a severity; the rest comes from the way to it.
  if (!('severity' in cause && 'code' in cause)) return true;
  return OUTAGES.has(String(cause.code).slice(0, 2));
}
