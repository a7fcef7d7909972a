const ERROR_CODE = /^\w{1,64}$/;

/**
 * An error of somebody else's code, for the log: its name, its code and where it was thrown. Not its
 * message, which may quote whom it was about.
 */
export function describeWithoutMessage(error: unknown): string {
  if (!(error instanceof Error)) return `a ${typeof error} was thrown`;
  const code = 'code' in error ? String(error.code) : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}${ERROR_CODE.test(code) ? ` (${code})` : ''}`, ...frames].join('\n');
}
