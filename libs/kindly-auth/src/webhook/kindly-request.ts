import type { IncomingHttpHeaders } from 'node:http';
import type { KindlyClaims } from '../claims/kindly-claims.js';

/**
 * What the guard puts on a request. The app's own `request.user` is left alone.
 *
 * Extend it by your adapter's type: `request: Request & KindlyRequest<ShopClaims>`.
 */
export interface KindlyRequest<C extends KindlyClaims = KindlyClaims> {
  /** Claims of the verified token; `undefined` for an anonymous visitor. */
  kindlyClaims?: C;
  /** The verified token itself, to act on the user's behalf; `undefined` for an anonymous visitor. */
  kindlyToken?: string;
}

/** The parts of a webhook request that the guard reads; Fastify keeps Node's own request in `raw`. */
export interface KindlyWebhookRequest extends KindlyRequest {
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders?: readonly string[];
  readonly raw?: { readonly rawHeaders?: readonly string[] };
  readonly body?: unknown;
  readonly rawBody?: unknown;
}
