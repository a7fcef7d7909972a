import { report } from './page-console.js';
import { pageOptions } from './page-options.js';

/** Milliseconds; messages wait for the token, so a page that never answers must not stop the chat. */
const PATIENCE = 10_000;

function anonymous(reason: string, ...details: readonly unknown[]): null {
  report.info(`the chat is anonymous: ${reason}`, ...details);
  return null;
}

/** What a page gave in place of a token, and what it probably forgot. */
function describeAnswer(answer: unknown): string {
  if (answer === undefined || answer === null || answer === '') {
    return `getAuthToken gave ${answer === '' ? 'an empty text' : String(answer)}; nobody is signed in`;
  }
  return typeof answer === 'object' && 'token' in answer
    ? 'getAuthToken gave an object: return its "token"'
    : `getAuthToken gave a ${typeof answer} in place of a token`;
}

function whyThereIsNoCallback(): string {
  const settings: unknown = Reflect.get(window, 'kindlySettings');
  return settings === undefined
    ? 'window.kindlyOptions has no function getAuthToken'
    : 'getAuthToken belongs in window.kindlyOptions; window.kindlySettings is not read';
}

async function afterPatience(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`it gave no answer within ${PATIENCE / 1000} seconds`));
    }, PATIENCE);
  });
}

/** Calls the page's `getAuthToken`; `null` means an anonymous chat, and the page's console says why. */
export async function askPageForToken(chatId: string): Promise<string | null> {
  const options = pageOptions();
  if (typeof options.getAuthToken !== 'function') return anonymous(whyThereIsNoCallback());
  try {
    const answer: unknown = Reflect.apply(options.getAuthToken, options, [chatId]);
    const token: unknown = await Promise.race([answer, afterPatience()]);
    if (typeof token === 'string' && token !== '') return token;
    return anonymous(describeAnswer(token));
  } catch (error) {
    return anonymous('getAuthToken failed with', error);
  }
}
