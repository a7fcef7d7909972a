import { ChatRefusalError } from './chat-refusal.error.js';

export const NO_BOT_KEY =
  'The script tag has no data-bot-key: copy the tag from the console of the emulator.';

export const forbiddenProblem = (origin: string): string =>
  `The page's Content-Security-Policy forbids the chat: add ${origin} to its connect-src.`;

export const lostProblem = (origin: string): string =>
  `The connection to the emulator at ${origin} is lost: start it again if it was stopped.`;

/** Why there is no connection: one sentence with what to do. */
export function connectProblem(error: unknown, origin: string): string {
  if (!(error instanceof ChatRefusalError)) {
    return `The emulator at ${origin} does not answer: start it, and the chat connects by itself.`;
  }
  if (error.code === 'bot_unknown') {
    return `The emulator at ${origin} has no bot with this key: copy data-bot-key of the script tag from its console.`;
  }
  return `The emulator refuses the chat: ${error.message}`;
}

/** It may have arrived all the same: only the answer may be lost. */
export const NO_ANSWER = 'The emulator does not answer.';

/** Why something was not sent. */
export function sendProblem(error: unknown): string {
  return error instanceof ChatRefusalError ? error.message : NO_ANSWER;
}
