/** The time in whole seconds, as tokens count it. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
