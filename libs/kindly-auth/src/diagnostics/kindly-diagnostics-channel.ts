/**
 * The names of the channels of `node:diagnostics_channel` on which the library says what it does.
 *
 * All bots of all apps in a process share them: a message names its bot.
 */
export const KindlyDiagnosticsChannel = {
  /** A token was issued; the message is a `KindlyTokenIssued`. */
  TokenIssued: 'nestjs-kindly-auth:token:issued',
  /** A token was asked for, and not issued; the message is a `KindlyTokenRefused`. */
  TokenRefused: 'nestjs-kindly-auth:token:refused',
  /** The guard let a webhook through; the message is a `KindlyWebhookAccepted`. */
  WebhookAccepted: 'nestjs-kindly-auth:webhook:accepted',
  /** A webhook was refused; the message is a `KindlyWebhookRefused`. */
  WebhookRefused: 'nestjs-kindly-auth:webhook:refused',
  /** The keys of a bot changed, or a key was too bad for it; the message is a `KindlyKeysChanged`. */
  KeysChanged: 'nestjs-kindly-auth:keys:changed',
} as const;

/** One of the values of {@link KindlyDiagnosticsChannel | the constant of the same name}. */
export type KindlyDiagnosticsChannel =
  (typeof KindlyDiagnosticsChannel)[keyof typeof KindlyDiagnosticsChannel];
