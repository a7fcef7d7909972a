import { createHmac } from 'node:crypto';

export const HMAC_HEADER = 'Kindly-HMAC';
export const ALGORITHM_HEADER = 'Kindly-HMAC-algorithm';
export const ALGORITHM = 'HMAC-SHA-256 (base64 encoded)';

/** `Kindly-HMAC` of a body: the text of the secret is the key. */
export function hmacOf(body: Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}
