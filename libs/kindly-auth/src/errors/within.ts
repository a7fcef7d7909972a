/**
 * What a promise resolves to, if it does so in time. Nobody waits for it afterwards, but it is not
 * stopped: only who began it could do that.
 *
 * While the event loop stands still nothing is sent or read, but time goes by. So the time is waited for in
 * two halves, of which a standstill can use up one alone, and what has come by its end is read first.
 *
 * @param milliseconds after which it is given up
 * @param tooLate the error that is thrown then
 */
export async function within<T>(
  work: T | PromiseLike<T>,
  milliseconds: number,
  tooLate: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(tooLate());
    timer = setTimeout(() => {
      timer = setTimeout(() => setImmediate(giveUp), milliseconds / 2);
    }, milliseconds / 2);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
