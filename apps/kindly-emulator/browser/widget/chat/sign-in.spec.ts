import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Authentication } from '../../../src/protocol/chat-protocol.js';
import { listenToConsole } from '../../testing/page-console.js';
import { SignIn } from './sign-in.js';

const NOW = 1_800_000_000;
const ANONYMOUS: Authentication = { authenticated: false };

const signedInFor = (seconds: number): Authentication => ({
  authenticated: true,
  expires_at: Date.now() / 1000 + seconds,
});

/** A sign-in with a page and an emulator that write down what they are asked. */
function signInWith(answer: () => Authentication | Promise<Authentication>, token: string | null) {
  const asked: string[] = [];
  const posted: (readonly [string | null, string])[] = [];
  const changes: boolean[] = [];
  const signIn = new SignIn({
    chatId: 'mine',
    ask: async (chatId) => {
      asked.push(chatId);
      return token;
    },
    post: async (given, forChat) => {
      posted.push([given, forChat]);
      return answer();
    },
    changed: (signedIn) => {
      changes.push(signedIn);
    },
  });
  return { signIn, asked, posted, changes };
}

/** Answers when the test says so. */
function answerInHand() {
  let give: (answer: Authentication) => void = () => undefined;
  const answer = new Promise<Authentication>((resolve) => {
    give = resolve;
  });
  return { answer, give };
}

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  told = listenToConsole();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('SignIn.renew', () => {
  it('asks the page once, however many want a token at the same time', async () => {
    const { signIn, asked, posted, changes } = signInWith(() => signedInFor(300), 'jwt');
    await Promise.all([signIn.renew(), signIn.renew('mine'), signIn.ready(), signIn.renew()]);
    expect(asked).toEqual(['mine']);
    expect(posted).toEqual([['jwt', 'mine']]);
    expect(changes).toEqual([true]);
  });

  it('asks again when the first is done', async () => {
    const { signIn, asked } = signInWith(() => signedInFor(300), 'jwt');
    await signIn.renew();
    await signIn.renew();
    expect(asked).toEqual(['mine', 'mine']);
  });

  it.each([
    ['a sign-in', signedInFor, 'jwt', [true]],
    ['nobody signed in', () => ANONYMOUS, null, [false]],
  ])('leaves %s as it was when the emulator tries the id of another chat', async (...row) => {
    const [, answer, token, changed] = row;
    const { signIn, asked, posted, changes } = signInWith(() => answer(300), token);
    await signIn.renew();
    const timers = vi.getTimerCount();
    await vi.advanceTimersByTimeAsync(1000);
    await Promise.all([signIn.renew('other'), signIn.renew('other')]);
    expect(asked).toEqual(['mine', 'other']);
    expect(posted.at(-1)).toEqual([token, 'other']);
    expect(changes).toEqual(changed);
    expect(vi.getTimerCount()).toBe(timers);
  });

  it('does not take the answer for another chat for its own', async () => {
    const { signIn, asked } = signInWith(() => signedInFor(300), 'jwt');
    await Promise.all([signIn.renew('other'), signIn.renew()]);
    expect(asked).toEqual(['other', 'mine']);
  });

  it('is anonymous when the emulator does not take the token, and rejects nothing', async () => {
    const answers = [() => signedInFor(300), () => Promise.reject(new TypeError('fetch failed'))];
    const { signIn, changes } = signInWith(() => answers.shift()?.() ?? ANONYMOUS, 'jwt');
    await signIn.renew();
    await signIn.renew();
    expect(changes).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says in the page that a token was refused, and nothing where there was none', async () => {
    await signInWith(() => ANONYMOUS, null).signIn.renew();
    expect(told).toEqual([]);
    await signInWith(() => ANONYMOUS, 'jwt').signIn.renew();
    expect(told).toMatchObject([['warn', expect.stringContaining('the token is refused')]]);
  });
});

describe('SignIn.callAtOnce', () => {
  it.each<[string, readonly boolean[], boolean]>([
    ['all are good', [true, true, true], true],
    ['one is good', [false, true, false], true],
    ['none is good', [false, false, false], false],
  ])('takes one answer of several: %s', async (_name, accepted, signedIn) => {
    const left = [...accepted];
    const answer = () => (left.shift() === true ? signedInFor(300) : ANONYMOUS);
    const { signIn, asked, changes } = signInWith(answer, 'jwt');
    signIn.callAtOnce(3);
    await Promise.all([signIn.renew(), signIn.renew()]);
    expect(asked).toEqual(['mine', 'mine', 'mine']);
    expect(changes).toEqual([signedIn]);
    expect(vi.getTimerCount()).toBe(signedIn ? 1 : 0);
    expect(told).toHaveLength(signedIn ? 0 : 1);
  });
});

describe('the renewal of a token', () => {
  it.each([
    ['a usual life', 300, 270],
    ['the longest life', 900, 870],
    ['twice the margin', 60, 30],
    ['a short life', 40, 20],
    ['a very short life', 1, 1],
    ['a life that is over', -10, 1],
    ['a life longer than timers can be', 40 * 24 * 60 * 60, 24 * 60 * 60],
  ])('comes in time: %s', async (_name, life, seconds) => {
    const { signIn, asked } = signInWith(() => signedInFor(life), 'jwt');
    await signIn.renew();
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
  });

  it('is counted from the latest token', async () => {
    const { signIn, asked } = signInWith(() => signedInFor(300), 'jwt');
    await signIn.renew();
    await vi.advanceTimersByTimeAsync(200_000);
    await signIn.renew();
    await vi.advanceTimersByTimeAsync(269_999);
    expect(asked).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(1);
  });

  it.each<[string, Authentication]>([
    ['an anonymous chat', { authenticated: false, expires_at: NOW + 300 }],
    ['a token without an end', { authenticated: true }],
  ])('does not come for %s', async (_name, answer) => {
    const { signIn } = signInWith(() => answer, 'jwt');
    await signIn.renew();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('SignIn.ready', () => {
  it('waits for the token that is being fetched', async () => {
    const { answer, give } = answerInHand();
    const { signIn, changes } = signInWith(() => answer, 'jwt');
    void signIn.renew();
    const ready = signIn.ready().then(() => changes.push(false));
    await vi.advanceTimersByTimeAsync(5000);
    expect(changes).toEqual([]);
    give(signedInFor(300));
    await ready;
    expect(changes).toEqual([true, false]);
  });

  it('does not wait for the token of another chat', async () => {
    const { answer } = answerInHand();
    const { signIn } = signInWith(() => answer, 'jwt');
    void signIn.renew('other');
    await expect(signIn.ready()).resolves.toBeUndefined();
  });

  it('fetches one first when the tab has slept through its renewal', async () => {
    const { signIn, asked } = signInWith(() => signedInFor(300), 'jwt');
    await signIn.renew();
    vi.setSystemTime((NOW + 299) * 1000);
    await signIn.ready();
    expect(asked).toHaveLength(1);
    vi.setSystemTime((NOW + 300) * 1000);
    await signIn.ready();
    expect(asked).toHaveLength(2);
  });
});

describe('SignIn.end', () => {
  it('ends the renewals', async () => {
    const { signIn, asked } = signInWith(() => signedInFor(300), 'jwt');
    await signIn.renew();
    signIn.end();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(asked).toHaveLength(1);
  });

  it('lets an answer that comes afterwards change nothing', async () => {
    const { answer, give } = answerInHand();
    const { signIn, changes } = signInWith(() => answer, 'jwt');
    const renewal = signIn.renew();
    signIn.end();
    give(signedInFor(300));
    await renewal;
    expect(changes).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
