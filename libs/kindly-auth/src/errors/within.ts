/**
 * What a promise resolves to, if it does so in time. Nobody waits for it afterwards, but it is not
 * stopped: only who began it could do that.
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
    // What has come while the event loop was busy is read first: it came in time.
    timer = setTimeout(() => setImmediate(() => reject(tooLate())), milliseconds);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
