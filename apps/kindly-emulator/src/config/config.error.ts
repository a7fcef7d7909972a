/** The emulator cannot start as it is configured. The message is all that its user needs to see. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
