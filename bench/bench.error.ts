/** Something that makes the figures worthless, or a wrong command line: told in one line. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
