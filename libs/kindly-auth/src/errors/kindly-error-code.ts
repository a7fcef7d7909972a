/**
 * The stable, machine-readable reasons why a request was refused.
 *
 * They are the `errorCode` of the response body. Compare against them, never against messages.
 */
export const KindlyErrorCode = {
  /** 400 – the token endpoint was called without a chat id. */
  ChatIdMissing: 'chat_id_missing',
  /** 400 – `chatId` and `chat_id` were both sent, and differ. */
  ChatIdConflict: 'chat_id_conflict',
  /** 400 – the body is not of the form that was expected. */
  BodyInvalid: 'body_invalid',
  /** 413 – the body of a token request is larger than 4 KiB. */
  BodyTooLarge: 'body_too_large',
  /** 401 – your resolver says that nobody is signed in. */
  NotSignedIn: 'not_signed_in',
  /** 503 – your resolver did not answer within `resolverTimeout`. */
  ResolverTimeout: 'resolver_timeout',
  /** 503 – more signatures wait than `maxQueuedSignatures` allows; `Retry-After` says when to ask again. */
  SignerBusy: 'signer_busy',
  /** 503 – your signer gave no signature within its `timeout`; `Retry-After` says when to ask again. */
  SignerTimeout: 'signer_timeout',
  /** 500 – your resolver returned an identity that cannot become a Kindly token. */
  IdentityInvalid: 'identity_invalid',
  /** 500 – the raw bytes of the body are gone: the app was created without `rawBody: true`. */
  RawBodyMissing: 'raw_body_missing',
  /** 401 – `Kindly-HMAC` is missing or does not fit the body. */
  SignatureInvalid: 'signature_invalid',
  /** 401 – no bearer token was sent. */
  TokenMissing: 'token_missing',
  /** 401 – the token is malformed, or its signature does not hold. */
  TokenInvalid: 'token_invalid',
  /** 401 – the token is genuine, but has expired. */
  TokenExpired: 'token_expired',
  /** 401 – the token is genuine, but was issued before `KindlyTokenService.revoke` was called for its user. */
  TokenRevoked: 'token_revoked',
  /** 503 – whether the token was revoked cannot be found out: the store of option `revocation` fails. */
  RevocationUnavailable: 'revocation_unavailable',
  /** 401 – the token is genuine, but one of its claims breaks a rule. */
  ClaimsInvalid: 'claims_invalid',
  /** 403 – the token was issued for another chat than the one the body names. */
  ChatMismatch: 'chat_mismatch',
  /** 403 – the token does not list the host of this webhook. */
  HostNotListed: 'host_not_listed',
} as const;

/** One of the values of {@link KindlyErrorCode | the constant of the same name}. */
export type KindlyErrorCode = (typeof KindlyErrorCode)[keyof typeof KindlyErrorCode];

interface PublicFace {
  readonly status: number;
  readonly message: string;
}

const INTERNAL: PublicFace = { status: 500, message: 'Internal server error' };

/**
 * What a caller gets to see of each refusal.
 *
 * @internal
 */
export const PUBLIC_FACES: Readonly<Record<KindlyErrorCode, PublicFace>> = {
  chat_id_missing: { status: 400, message: 'The body names no chat: send {"chatId": "…"}' },
  chat_id_conflict: { status: 400, message: 'chatId and chat_id name different chats' },
  body_invalid: { status: 400, message: 'The body is not valid' },
  body_too_large: { status: 413, message: 'The body is too large' },
  not_signed_in: { status: 401, message: 'Nobody is signed in' },
  resolver_timeout: { status: 503, message: 'Who is signed in could not be found out in time' },
  signer_busy: {
    status: 503,
    message: 'Too many tokens are being issued at once: ask again in a moment',
  },
  signer_timeout: { status: 503, message: 'The token could not be signed in time' },
  identity_invalid: INTERNAL,
  raw_body_missing: INTERNAL,
  signature_invalid: { status: 401, message: 'The Kindly-HMAC signature is missing or invalid' },
  token_missing: { status: 401, message: 'A bearer token is required' },
  token_invalid: { status: 401, message: 'The bearer token is invalid' },
  token_expired: { status: 401, message: 'The bearer token has expired' },
  token_revoked: { status: 401, message: 'The bearer token has been revoked' },
  revocation_unavailable: {
    status: 503,
    message: 'Whether the bearer token was revoked could not be found out: ask again in a moment',
  },
  claims_invalid: { status: 401, message: 'A claim of the bearer token is invalid' },
  chat_mismatch: { status: 403, message: 'The bearer token belongs to another chat' },
  host_not_listed: { status: 403, message: 'The bearer token is not meant for this host' },
};
