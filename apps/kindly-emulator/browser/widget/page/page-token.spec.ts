import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToConsole } from '../../testing/page-console.js';
import { askPageForToken } from './page-token.js';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.e30.abc';

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', {});
  told = listenToConsole();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function setOptions(options: unknown): void {
  Reflect.set(window, 'kindlyOptions', options);
}

describe('askPageForToken', () => {
  it.each<[string, (chatId: string) => unknown]>([
    ['a promise', async (chatId) => `${JWT}.${chatId}`],
    ['a plain value', (chatId) => `${JWT}.${chatId}`],
  ])('takes %s, and gives the chat id', async (_name, getAuthToken) => {
    setOptions({ getAuthToken });
    await expect(askPageForToken('chat-1')).resolves.toBe(`${JWT}.chat-1`);
    expect(told).toEqual([]);
  });

  it('calls it as a method of the options', async () => {
    setOptions({
      context: { token: JWT },
      getAuthToken(this: { context: { token: string } }) {
        return this.context.token;
      },
    });
    await expect(askPageForToken('chat-1')).resolves.toBe(JWT);
  });

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'gave undefined; nobody is signed in'],
    ['null', null, 'gave null; nobody is signed in'],
    ['an empty text', '', 'gave an empty text; nobody is signed in'],
    [
      'the whole answer of the token endpoint',
      { token: JWT },
      'gave an object: return its "token"',
    ],
    ['a number', 7, 'gave a number in place of a token'],
  ])('is anonymous with %s, and says why', async (_name, answer, why) => {
    setOptions({ getAuthToken: async () => answer });
    await expect(askPageForToken('chat-1')).resolves.toBeNull();
    expect(told).toEqual([['info', `the chat is anonymous: getAuthToken ${why}`]]);
  });

  it.each<[string, () => unknown]>([
    [
      'a rejection',
      async () => {
        throw new Error('401');
      },
    ],
    [
      'an error',
      () => {
        throw new Error('401');
      },
    ],
  ])('is anonymous with %s, and shows it', async (_name, getAuthToken) => {
    setOptions({ getAuthToken });
    await expect(askPageForToken('chat-1')).resolves.toBeNull();
    expect(told).toEqual([
      ['info', 'the chat is anonymous: getAuthToken failed with', new Error('401')],
    ]);
  });

  it('does not wait for ever', async () => {
    setOptions({ getAuthToken: async () => new Promise(() => undefined) });
    const answered = vi.fn<(token: string | null) => void>();
    const answer = askPageForToken('chat-1').then(answered);
    await vi.advanceTimersByTimeAsync(9999);
    expect(answered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(answered).toHaveBeenCalledExactlyOnceWith(null);
    expect(told[0]?.[2]).toEqual(new Error('it gave no answer within 10 seconds'));
  });

  it.each([undefined, null, 'x', {}, { getAuthToken: JWT }])(
    'is anonymous where kindlyOptions is %j',
    async (options) => {
      setOptions(options);
      await expect(askPageForToken('chat-1')).resolves.toBeNull();
      expect(told[0]?.[1]).toContain('window.kindlyOptions has no function getAuthToken');
    },
  );

  it('points at the name that the real chat does not read either', async () => {
    Reflect.set(window, 'kindlySettings', { getAuthToken: () => JWT });
    await expect(askPageForToken('chat-1')).resolves.toBeNull();
    expect(told[0]?.[1]).toContain(
      'belongs in window.kindlyOptions; window.kindlySettings is not read',
    );
  });

  it('reads the options anew each time: the page signs somebody in later', async () => {
    await expect(askPageForToken('chat-1')).resolves.toBeNull();
    setOptions({ getAuthToken: () => JWT });
    await expect(askPageForToken('chat-1')).resolves.toBe(JWT);
  });
});
