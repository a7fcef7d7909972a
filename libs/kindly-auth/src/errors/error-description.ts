const ERROR_CODE = /^\w{1,64}$/;

/** An error of somebody else's code by its name and its code. Its message may quote whom it was about. */
export function describeInOneLine(error: unknown): string {
  if (!(error instanceof Error)) return `a ${typeof error} was thrown`;
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name}${ERROR_CODE.test(code) ? ` (${code})` : ''}`;
}

/** The same for the log, with where it was thrown. */
export function describeWithoutMessage(error: unknown): string {
  const stack = (error instanceof Error && error.stack) || '';
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [describeInOneLine(error), ...frames].join('\n');
}
