/** @internal */
export interface TokenSettings {
  readonly issuer: string;
  /** Seconds between `iat` and `exp`, 1…900. */
  readonly tokenLifetime: number;
  /** In characters. */
  readonly maxTokenLength: number;
  /** The hosts that Kindly may forward a user's token to, checked and normalised. */
  webhookDomainsOf(identity: Readonly<Record<string, unknown>>): readonly string[];
}

/** @internal */
export const TOKEN_SETTINGS = Symbol('nestjs-kindly-auth:token-settings');
