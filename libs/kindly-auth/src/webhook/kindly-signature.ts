import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import {
  KINDLY_HMAC_ALGORITHM,
  KINDLY_HMAC_ALGORITHM_HEADER,
  KINDLY_HMAC_HEADER,
} from './kindly-headers.js';
import { hasNoBody, isPlainJson } from './json-body.js';
import type { KindlyWebhookRequest } from './kindly-request.js';

/** The secrets that may have signed a request: several while one of them rotates. */
export type HmacSecrets = readonly KeyObject[];

/** 32 bytes in the standard alphabet; the last character before the padding carries two zero bits. */
const SIGNATURE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const HEADER = KINDLY_HMAC_HEADER.toLowerCase();
const ALGORITHM_HEADER = KINDLY_HMAC_ALGORITHM_HEADER.toLowerCase();

function refuse(reason: string): KindlyAuthException {
  return new KindlyAuthException('signature_invalid', { reason });
}

/**
 * A secret as Kindly means it: the text itself is the key, as UTF-8. Line ends behind it come from the
 * file that it was read from and are no part of it.
 */
export function hmacSecret(text: string): KeyObject {
  return createSecretKey(Buffer.from(text.replace(/[\r\n]+$/, ''), 'utf8'));
}

/**
 * Verifies `Kindly-HMAC` over the exact bytes of a body.
 *
 * @throws KindlyAuthException `signature_invalid`
 */
export function verifyKindlySignature(
  body: Uint8Array,
  headers: IncomingHttpHeaders,
  secrets: HmacSecrets,
): void {
  const signature = headers[HEADER];
  if (signature === undefined) throw refuse(`there is no ${KINDLY_HMAC_HEADER} header`);
  if (headers[ALGORITHM_HEADER] !== KINDLY_HMAC_ALGORITHM) {
    throw refuse(`${KINDLY_HMAC_ALGORITHM_HEADER} is not "${KINDLY_HMAC_ALGORITHM}"`);
  }
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) {
    throw refuse(`${KINDLY_HMAC_HEADER} is not 32 bytes in base64`);
  }
  const given = Buffer.from(signature, 'base64');
  // Each secret is tried, and each comparison takes the same time: nothing tells how close a guess was.
  const fits = secrets.filter((secret) =>
    timingSafeEqual(given, createHmac('sha256', secret).update(body).digest()),
  );
  if (fits.length === 0) throw refuse('no current secret makes this signature for this body');
}

/**
 * The bytes that were sent. Without them nothing can be verified: JSON that is written anew has other
 * spaces, other escapes and another order.
 *
 * Nest keeps them only for what the app parses, even with `rawBody: true`. So their absence is the
 * operator's mistake when a body was parsed without them, and the caller's in all other cases.
 *
 * @throws KindlyAuthException `raw_body_missing`, `signature_invalid`
 */
export function rawBodyOf(request: KindlyWebhookRequest): Uint8Array {
  if (!isPlainJson(request)) throw refuse('the body was not sent as JSON in UTF-8');
  if (request.rawBody instanceof Uint8Array) return request.rawBody;
  if (hasNoBody(request)) return Buffer.alloc(0);
  if (request.body !== undefined) {
    throw new KindlyAuthException('raw_body_missing', {
      reason:
        'the app was created without { rawBody: true }, so the signature cannot be verified: NestFactory.create(AppModule, { rawBody: true })',
    });
  }
  throw refuse('this app does not parse the body');
}
