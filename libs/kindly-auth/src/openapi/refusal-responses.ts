import { STATUS_CODES } from 'node:http';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { type KindlyErrorCode, PUBLIC_FACES } from '../errors/kindly-error-code.js';
import { refusalHeaders } from '../errors/refusal-headers.js';
import type { OpenApiObject } from './document-route.js';

/** For the reader of the document, who sees what a caller sees, and has to act upon it. */
const MEANINGS: Readonly<Record<KindlyErrorCode, string>> = {
  chat_id_missing: 'the body names no chat',
  chat_id_conflict: '`chatId` and `chat_id` name different chats',
  body_invalid: 'the body is not of the form that is described here',
  body_too_large: 'the body has more than 4 KiB',
  not_signed_in: 'nobody is signed in',
  resolver_timeout: 'who is signed in could not be found out in time',
  signer_busy: 'too many tokens are being issued at once; ask again after `Retry-After`',
  signer_timeout: 'the token could not be signed in time; ask again after `Retry-After`',
  identity_invalid: 'the signed-in user cannot be put into a token',
  raw_body_missing: 'the app keeps no raw body to verify the signature with',
  signature_invalid: '`Kindly-HMAC` is missing, or does not fit the body',
  token_missing: 'no bearer token',
  token_invalid: 'the token is malformed, or its signature does not hold',
  token_expired: 'the token has expired',
  token_revoked: 'the token was revoked: its user has signed out, or may less than before',
  revocation_unavailable:
    'whether the token was revoked could not be found out; ask again after `Retry-After`',
  claims_invalid: 'the token is genuine, and one of its claims breaks a rule',
  chat_mismatch: 'the token was issued for another chat',
  host_not_listed: 'the token is not meant for this host',
};

/**
 * Statuses that an app answers by itself too, before any code of ours or after it: a body that its
 * parser cannot read, a handler that throws. Such an answer has no `errorCode`.
 */
const ALSO_OF_THE_APP: ReadonlySet<number> = new Set([400, 413, 500]);

const MEMBERS = ['statusCode', 'error', 'message', 'errorCode'] as const;

function schemaOf(status: number, codes: readonly KindlyErrorCode[]): OpenApiObject {
  const errorCode = { type: 'string', enum: codes, description: 'Compare this, never a message.' };
  return {
    type: 'object',
    required: ALSO_OF_THE_APP.has(status) ? ['statusCode', 'message'] : MEMBERS,
    properties: {
      statusCode: { type: 'integer', enum: [status] },
      error: { type: 'string', example: STATUS_CODES[status] },
      message: { type: 'string' },
      errorCode,
    },
  };
}

/** One for each code: exactly what is sent, unless the message says which field or claim it was. */
function examplesOf(exceptions: readonly KindlyAuthException[]): OpenApiObject {
  return Object.fromEntries(
    exceptions.map((exception) => [
      exception.errorCode,
      { summary: MEANINGS[exception.errorCode], value: exception.getResponse() },
    ]),
  );
}

function headersOf(exceptions: readonly KindlyAuthException[]): OpenApiObject {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of exceptions.flatMap(refusalHeaders)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return Object.fromEntries(
    [...values].map(([name, known]) => [name, { schema: { type: 'string', enum: [...known] } }]),
  );
}

function descriptionOf(status: number, codes: readonly KindlyErrorCode[]): string {
  const lines = codes.map((code) => `- \`${code}\`: ${MEANINGS[code]}`);
  const app = ALSO_OF_THE_APP.has(status) ? ['- without `errorCode`: not said by the library'] : [];
  return [...lines, ...app].join('\n');
}

/**
 * The responses with which a route refuses, by status.
 *
 * @param codes all that the route can say
 * @param headers of every response
 */
export function refusalResponses(
  codes: readonly KindlyErrorCode[],
  headers: OpenApiObject = {},
): OpenApiObject {
  const statuses = new Set(codes.map((code) => PUBLIC_FACES[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const ours = codes.filter((code) => PUBLIC_FACES[code].status === status);
      const exceptions = ours.map((code) => new KindlyAuthException(code));
      const response = {
        description: descriptionOf(status, ours),
        headers: { ...headers, ...headersOf(exceptions) },
        schema: schemaOf(status, ours),
        examples: examplesOf(exceptions),
      };
      return [status, response];
    }),
  );
}
