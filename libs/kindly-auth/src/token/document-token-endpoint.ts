import type { KindlyErrorCode } from '../errors/kindly-error-code.js';
import { documentRoute, type OpenApiObject } from '../openapi/document-route.js';
import { refusalResponses } from '../openapi/refusal-responses.js';
import { MAX_CHAT_ID_LENGTH } from './chat-id.js';

/** All that the token endpoint can refuse with. */
const REFUSALS: readonly KindlyErrorCode[] = [
  'chat_id_missing',
  'chat_id_conflict',
  'body_invalid',
  'body_too_large',
  'not_signed_in',
  'identity_invalid',
  'resolver_timeout',
  'signer_busy',
  'signer_timeout',
];

const CHAT_ID = { type: 'string', minLength: 1, maxLength: MAX_CHAT_ID_LENGTH };

const BODY = {
  type: 'object',
  description: 'One of the two, or both with the same value. Nothing else is read.',
  properties: {
    chatId: { ...CHAT_ID, description: 'What Kindly Chat gives to `getAuthToken`.' },
    chat_id: { ...CHAT_ID, description: 'The same, by its other name.' },
  },
  anyOf: [{ required: ['chatId'] }, { required: ['chat_id'] }],
};

const TEXT = {
  type: 'string',
  description:
    'The same JSON as text, which is what a browser sends when its `fetch` sets no content type.',
  example: '{"chatId":"3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10"}',
};

const TOKEN = {
  type: 'object',
  required: ['token'],
  properties: {
    token: {
      type: 'string',
      description: 'A compact RS256 JWT about the signed-in user, for this one chat.',
    },
  },
};

const HEADERS: OpenApiObject = {
  'Cache-Control': { schema: { type: 'string', enum: ['no-store'] } },
};

/** Documents the token endpoint for OpenAPI. Who is signed in, the app finds out: so it says by what. */
export function documentTokenEndpoint(
  _controller: object,
  _name: string,
  { value: handler }: PropertyDescriptor,
): void {
  documentRoute(handler as object, {
    operation: {
      summary: 'Issues a token for Kindly Chat',
      description: 'About the user who is signed in, for the chat that the body names.',
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: BODY },
          'text/plain': { schema: TEXT },
          'application/x-www-form-urlencoded': { schema: BODY },
        },
      },
    },
    responses: {
      200: { description: 'The token', headers: HEADERS, schema: TOKEN },
      ...refusalResponses(REFUSALS, HEADERS),
    },
  });
}
