/** @internal */
export interface TokenSettings {
  readonly bot: string;
  readonly issuer: string;
  /** Seconds between `iat` and `exp`, 1…900. */
  readonly tokenLifetime: number;
  /** In characters. */
  readonly maxTokenLength: number;
  /**
   * The hosts that Kindly may forward a user's token to, checked and normalised.
   *
   * @param given hosts for this one token, in place of the configured ones
   */
  webhookDomainsOf(
    identity: Readonly<Record<string, unknown>>,
    given: readonly string[] | undefined,
  ): Promise<readonly string[]>;
}

/** @internal */
export const TOKEN_SETTINGS = Symbol('nestjs-kindly-auth:token-settings');
