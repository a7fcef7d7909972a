/** Milliseconds from one look to the next. */
const PACE = 50;

/**
 * Looks again and again until it is so, however long that takes: whoever waits has a limit of his own. A look
 * that throws counts as not yet.
 *
 * @param hopeless says that it will never be so
 * @throws the reason of `hopeless`
 */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  hopeless?: AbortSignal,
): Promise<void> {
  const look = async (): Promise<boolean> => isSo();
  while (!(await look().catch(() => false))) {
    hopeless?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
}
