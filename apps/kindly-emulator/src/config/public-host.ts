import { isIP } from 'node:net';

/** Whether Kindly could ever send something there. */
export function isPublicHost(host: string): boolean {
  const plain = host.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  return isIP(plain) === 0 && plain !== 'localhost' && !plain.endsWith('.localhost');
}
