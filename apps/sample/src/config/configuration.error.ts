/** The shop cannot start as it is configured. The message is all that its operator needs to see. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
