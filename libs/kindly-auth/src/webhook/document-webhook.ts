import type { KindlyWebhookIdentity } from './kindly-webhook.options.js';
import type { Handler } from './route-handlers.js';
import { webhookOptionsOf } from './webhook-route.js';

/**
 * Where `@nestjs/swagger` looks for what is known of a route. Written here, they document the routes
 * of an app that has it, and nothing of it has to be loaded for an app that has not.
 */
const SECURITY_METADATA = 'swagger/apiSecurity';
const RESPONSE_METADATA = 'swagger/apiResponse';

/** Security scheme of `DocumentBuilder.addBearerAuth()`. */
const BEARER = { bearer: [] };
const ANONYMOUS = {};
const OUR_SECURITY: ReadonlySet<unknown> = new Set([BEARER, ANONYMOUS]);

const SECURITY: Readonly<Record<KindlyWebhookIdentity, readonly object[]>> = {
  required: [BEARER],
  optional: [BEARER, ANONYMOUS],
  none: [],
};

/** With a response of its own a method loses the one that OpenAPI would have assumed. */
const OK = { description: '' };
const UNAUTHORIZED = { description: 'The signature or the token is missing or not good' };
const FORBIDDEN = { description: 'The token is for another chat or another host' };
const OUR_RESPONSES: ReadonlySet<unknown> = new Set([OK, UNAUTHORIZED, FORBIDDEN]);

function foreignOf(metadata: string, handler: Handler, ours: ReadonlySet<unknown>) {
  const known = (Reflect.getMetadata(metadata, handler) ?? {}) as object;
  return Object.entries(known).filter(([, entry]) => !ours.has(entry));
}

/**
 * Documents for OpenAPI what a webhook wants of its caller. Called again, when more is known of the
 * route, it replaces what it said before, and never what the app said.
 */
export function documentWebhook(handler: Handler, controller: object): void {
  const { identity = 'required' } = webhookOptionsOf(controller, handler);
  const foreign = foreignOf(SECURITY_METADATA, handler, OUR_SECURITY).map(([, entry]) => entry);
  const security = [...foreign, ...(SECURITY[identity] ?? [])];
  if (security.length > 0) Reflect.defineMetadata(SECURITY_METADATA, security, handler);
  else Reflect.deleteMetadata(SECURITY_METADATA, handler);
  const responses = {
    200: OK,
    401: UNAUTHORIZED,
    ...(identity !== 'none' && { 403: FORBIDDEN }),
    ...Object.fromEntries(foreignOf(RESPONSE_METADATA, handler, OUR_RESPONSES)),
  };
  Reflect.defineMetadata(RESPONSE_METADATA, responses, handler);
}
