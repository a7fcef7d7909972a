/** Host and port of a server, to name it by: its URL may hold a password. */
export function hostOf(url: string): string {
  return new URL(url).host || 'its socket';
}

function causeOf(error: Error): unknown {
  // Whoever tried a name's addresses in turn has one error for each.
  return error instanceof AggregateError && error.message === '' ? error.errors[0] : error.cause;
}

/** Why a server could not be used: the code where there is one, else the message, of what lies deepest. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = causeOf(error);
  if (cause !== undefined) return reasonOf(cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
