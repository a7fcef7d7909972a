export { KindlyAuthModule } from './kindly-auth.module.js';
export type {
  KindlyAuthFactoryOptions,
  KindlyAuthModuleAsyncOptions,
  KindlyAuthModuleExtras,
  KindlyAuthModuleOptions,
  KindlyAuthOptionsFactory,
  KindlyHmacSecret,
  KindlyInjectable,
  KindlyInjected,
  KindlyRevocationOptions,
  KindlyVerifiedTokenCacheOptions,
} from './kindly-auth.options.js';
export {
  type KindlyAuthOptionsOverride,
  kindlyAuthOverrideToken,
} from './kindly-auth.options-override.js';

export { KindlyChatClaims, KindlyClaims } from './claims/kindly-claims.js';
export type { KindlyClaimsClass } from './claims/claims.settings.js';
export type { KindlyIdentity } from './claims/kindly-identity.js';

export { KindlyDiagnosticsChannel } from './diagnostics/kindly-diagnostics-channel.js';
export type {
  KindlyDiagnosticsMessages,
  KindlyKeysChanged,
  KindlyTokenIssued,
  KindlyTokenRefused,
  KindlyWebhookAccepted,
  KindlyWebhookRefused,
} from './diagnostics/kindly-diagnostics-messages.js';

export type {
  KindlyEncryptedKey,
  KindlyKeyInput,
  KindlyNamedPublicKey,
  KindlyPreviousPublicKey,
} from './keys/key-input.js';
export { generateKindlyKeyPair, type KindlyKeyPair } from './keys/key-pair.js';
export { InjectKindlyKeyRing } from './keys/inject-kindly-key-ring.decorator.js';
export { KindlyKeyRing } from './keys/kindly-key-ring.js';
export type { KindlySigningKeyOptions } from './keys/signing-key.js';
export type { KindlyTokenSigner } from './keys/token-signer.js';

export type { KindlyRevocationStore } from './revocation/kindly-revocation-store.js';
export type { KindlyRevocationUnavailable } from './revocation/revocation.settings.js';

export { InjectKindlyTokenService } from './token/inject-kindly-token-service.decorator.js';
export { kindlyChatSnippet, type KindlyChatSnippetOptions } from './token/kindly-chat-snippet.js';
export { type KindlyIssueOptions, KindlyTokenService } from './token/kindly-token.service.js';
export type {
  KindlyHttpRequest,
  KindlyResolvedUser,
  KindlyUserResolver,
} from './token/user-resolver.js';

export {
  KINDLY_HMAC_ALGORITHM,
  KINDLY_HMAC_ALGORITHM_HEADER,
  KINDLY_HMAC_HEADER,
} from './webhook/kindly-headers.js';
export {
  addKindlySecurity,
  type KindlyDocumentBuilder,
  type KindlySecurityScheme,
} from './webhook/kindly-security.js';
export { KindlyPayload } from './webhook/kindly-payload.decorator.js';
export {
  type KindlyButton,
  type KindlyCarouselImage,
  kindlyHtml,
  type KindlyReply,
} from './webhook/kindly-reply.js';
export type { KindlyRequest, KindlyWebhookRequest } from './webhook/kindly-request.js';
export { KindlyToken } from './webhook/kindly-token.decorator.js';
export {
  type KindlyClaimsParameterDecorator,
  type KindlyParameterDecorator,
  type KindlyParameterMismatch,
  KindlyUser,
} from './webhook/kindly-user.decorator.js';
export {
  KindlyExchange,
  KindlyLinks,
  KindlyWebhookPayload,
} from './webhook/kindly-webhook-payload.js';
export {
  KindlyWebhook,
  type KindlyWebhookDecoratorOptions,
} from './webhook/kindly-webhook.decorator.js';
export { KindlyWebhookGuard } from './webhook/kindly-webhook.guard.js';
export type {
  KindlyWebhookIdentity,
  KindlyWebhookOptions,
} from './webhook/kindly-webhook.options.js';
export type { KindlyChatBinding } from './webhook/webhook.settings.js';

export {
  KindlyAuthException,
  type KindlyAuthExceptionOptions,
} from './errors/kindly-auth.exception.js';
export {
  KindlyAuthOptionsError,
  KindlyOptionsErrorCode,
} from './errors/kindly-auth-options.error.js';
export { KindlyErrorCode } from './errors/kindly-error-code.js';
