/**
 * Name of the bot whose module gives none.
 *
 * @internal
 */
export const DEFAULT_BOT = 'default';
