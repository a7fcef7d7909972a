import { KindlyAuthOptionsError } from 'nestjs-kindly-auth';
import { ConfigurationError } from './config/configuration.error.js';

/** An error of the operating system, with what it was about. */
type SystemError = NodeJS.ErrnoException & { readonly port?: number };

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function systemProblem({ code, path, port }: SystemError): string | undefined {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop what listens there, or set PORT to another one.`;
  }
  if (port !== undefined) return `Port ${port} cannot be used (${code}). Set PORT to another one.`;
  if (path === undefined) return undefined;
  return `${path} cannot be used (${code}). Check its permissions, or set DATA_FOLDER.`;
}

/** Says in one line why the shop cannot start, when the reason is known; else gives the whole error. */
export function startupProblem(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof KindlyAuthOptionsError) {
    return error.message;
  }
  const problem = isSystemError(error) ? systemProblem(error) : undefined;
  return problem ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
