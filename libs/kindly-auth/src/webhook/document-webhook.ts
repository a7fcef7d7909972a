import type { KindlyErrorCode } from '../errors/kindly-error-code.js';
import {
  describesBody,
  documentRoute,
  type OpenApiObject,
  successStatusOf,
} from '../openapi/document-route.js';
import { refusalResponses } from '../openapi/refusal-responses.js';
import { KINDLY_HMAC_ALGORITHM, KINDLY_HMAC_ALGORITHM_HEADER } from './kindly-headers.js';
import { alternativesOf, SIGNATURE_SCHEME, TOKEN_SCHEME } from './kindly-security.js';
import { type BodyReading, bodyReadingOf } from './body-reading.js';
import type { Handler } from './route-handlers.js';
import { KindlyWebhookPayload } from './kindly-webhook-payload.js';
import { KindlyReplyModel } from './webhook-models.js';
import type { WebhookRoute } from './webhook-route.js';

/** Whether Kindly sends a dialogue or fallback webhook here, the kind whose body is documented. */
function isDialogue({ identity }: WebhookRoute, reading: BodyReading): boolean {
  return reading === 'payload' || identity !== 'none';
}

function refusalsOf(route: WebhookRoute, reading: BodyReading): readonly KindlyErrorCode[] {
  const { identity, secrets, bot } = route;
  const { chatBinding, webhookHost } = bot.settings;
  const signature: readonly KindlyErrorCode[] = ['signature_invalid', 'raw_body_missing'];
  const token: readonly KindlyErrorCode[] = [
    'token_missing',
    'token_invalid',
    'token_expired',
    'claims_invalid',
    'token_revoked',
    ...(chatBinding === 'off' ? [] : (['chat_mismatch'] as const)),
    ...(webhookHost === undefined ? [] : (['host_not_listed'] as const)),
    ...(bot.revocations.canBeUnavailable ? (['revocation_unavailable'] as const) : []),
  ];
  return [
    ...(reading === 'payload' ? (['body_invalid'] as const) : []),
    ...(secrets ? signature : []),
    ...(identity === 'none' ? [] : token),
  ];
}

function securityOf({ identity, secrets }: WebhookRoute): readonly OpenApiObject[] {
  const signed = secrets ? [SIGNATURE_SCHEME] : [];
  const known = [TOKEN_SCHEME, ...signed];
  if (identity === 'required') return alternativesOf([known]);
  return alternativesOf(identity === 'optional' ? [known, signed] : [signed]);
}

/** The header that comes with the signature, and is no part of its scheme. */
const ALGORITHM = {
  in: 'header',
  name: KINDLY_HMAC_ALGORITHM_HEADER,
  required: true,
  schema: { type: 'string', enum: [KINDLY_HMAC_ALGORITHM] },
};

const PAYLOAD = { in: 'body', required: true, type: KindlyWebhookPayload };

function parametersOf(route: WebhookRoute, reading: BodyReading): readonly OpenApiObject[] {
  const documentsBody = isDialogue(route, reading) && reading !== 'own';
  return [...(route.secrets ? [ALGORITHM] : []), ...(documentsBody ? [PAYLOAD] : [])];
}

/**
 * Documents for OpenAPI what a webhook wants of its caller, and what it answers. Called again, when an
 * app with other options has started, it replaces what it said before, and never what the app said.
 *
 * @param name of the handler in its controller
 */
export function documentWebhook(
  handler: Handler,
  controller: object,
  name: string,
  route: WebhookRoute,
): void {
  const reading = describesBody(handler) ? 'own' : bodyReadingOf(controller, name);
  const reply = isDialogue(route, reading)
    ? { description: 'What the bot says', type: KindlyReplyModel }
    : { description: 'Received' };
  documentRoute(handler, {
    security: securityOf(route),
    parameters: parametersOf(route, reading),
    responses: {
      [successStatusOf(handler)]: reply,
      ...refusalResponses(refusalsOf(route, reading)),
    },
  });
}
