import { timingSafeEqual } from 'node:crypto';

/** Compares what was sent with a secret: the time that it takes says nothing of where the two differ. */
export function isSameSecret(sent: string, secret: string): boolean {
  const [first, second] = [Buffer.from(sent), Buffer.from(secret)];
  return first.length === second.length && timingSafeEqual(first, second);
}
