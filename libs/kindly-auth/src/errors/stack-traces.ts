/**
 * Errors get no stack trace until the function that is returned is called, in the same tick. To make one
 * costs more than the RSA operation that a refusal saves: a flood of garbage would cost more than as many
 * good requests.
 *
 * What runs meanwhile must be none of the app's code: there a stack trace is what one needs.
 */
export function suspendStackTraces(): () => void {
  const { stackTraceLimit } = Error;
  // Where built-in objects are frozen it stays as it is, and stack traces are made.
  Reflect.set(Error, 'stackTraceLimit', 0);
  return () => void Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
}
