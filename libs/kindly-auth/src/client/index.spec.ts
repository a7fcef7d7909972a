import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGetAuthToken, type GetAuthTokenOptions } from './index.js';
import {
  endpoint,
  pass,
  setClockOff,
  startClocks,
  withStatus,
  withToken,
} from './spec/endpoint.js';

beforeEach(startClocks);
afterEach(() => {
  vi.useRealTimers();
});

describe('the request', () => {
  it('is JSON with the chat id, and gives the token', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    await expect(getAuthToken('chat-1')).resolves.toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(asked).toMatchObject([
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: { chatId: 'chat-1' },
      },
    ]);
  });

  it.each<[string, GetAuthTokenOptions['headers']]>([
    ['an object', { Authorization: 'Bearer of-the-app', 'X-CSRF-Token': 'c' }],
    ['a function', () => ({ Authorization: 'Bearer of-the-app', 'X-CSRF-Token': 'c' })],
    ['a promise', async () => ({ Authorization: 'Bearer of-the-app', 'X-CSRF-Token': 'c' })],
  ])('has the headers of %s', async (_name, headers) => {
    const { asked, getAuthToken } = await endpoint([withToken()], { headers });
    await getAuthToken('chat-1');
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer of-the-app',
      'x-csrf-token': 'c',
      'content-type': 'application/json',
    });
  });

  it('asks for the headers each time: what they hold is renewed too', async () => {
    let calls = 0;
    const headers = () => ({ Authorization: `Bearer ${(calls += 1)}` });
    const { asked, getAuthToken } = await endpoint([withToken()], { headers, leeway: Infinity });
    for (let times = 0; times < 2; times += 1) await getAuthToken('chat-1');
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it.each([
    [undefined, 'include'],
    ['omit' as const, 'omit'],
  ])('with the credentials %s is sent by the given fetch with %s', async (credentials, sent) => {
    const seen: unknown[] = [];
    const spy: typeof fetch = (...request) => {
      seen.push(request[1]?.credentials);
      return fetch(...request);
    };
    const { getAuthToken } = await endpoint([withToken()], { credentials, fetch: spy });
    await getAuthToken('chat-1');
    expect(seen).toEqual([sent]);
  });

  it('needs a URL', () => {
    expect(() => createGetAuthToken({} as GetAuthTokenOptions)).toThrow(TypeError);
  });
});

describe('a token', () => {
  it.each([
    ['of five minutes', 300, 240],
    ['of two minutes', 120, 60],
    ['of one minute', 60, 30],
    ['of two seconds', 2, 1],
  ])('%s is held, and renewed in time', async (_name, lifetime, renewedAfter) => {
    const { asked, getAuthToken } = await endpoint([withToken(lifetime)]);
    const first = await getAuthToken('chat-1');
    pass(renewedAfter - 0.5);
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    pass(0.5);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [10, 290],
    [0, 300],
  ])('is renewed %s seconds before its end if the page says so', async (leeway, renewedAfter) => {
    const { getAuthToken } = await endpoint([withToken()], { leeway });
    const first = await getAuthToken('chat-1');
    pass(renewedAfter - 1);
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    pass(1);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
  });

  it('is given once if the page says so', async () => {
    const { getAuthToken } = await endpoint([withToken()], { leeway: Infinity });
    const first = await getAuthToken('chat-1');
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
  });

  it('is for its own chat alone', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const first = await getAuthToken('chat-1');
    await expect(getAuthToken('chat-2')).resolves.not.toBe(first);
    expect(asked.map(({ body }) => body.chatId)).toEqual(['chat-1', 'chat-2']);
  });

  it.each(['opaque', 'a.b.c', 'a.e30.c', `a.${btoa('{"exp":1,"iat":2}')}.c`])(
    'that does not say how long it lives is given, and not held: %s',
    async (token) => {
      const { asked, getAuthToken } = await endpoint([withStatus(200, JSON.stringify({ token }))]);
      for (let times = 0; times < 2; times += 1) {
        await expect(getAuthToken('chat-1')).resolves.toBe(token);
      }
      expect(asked).toHaveLength(2);
    },
  );
});

describe("where the browser's clock is wrong", () => {
  const HOUR = 3600;

  it.each([
    ['an hour fast', HOUR],
    ['an hour slow', -HOUR],
  ])('%s, a token is held as long as elsewhere', async (_name, seconds) => {
    setClockOff(seconds);
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const first = await getAuthToken('chat-1');
    pass(239);
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    pass(1);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
    expect(asked).toHaveLength(2);
  });

  it('and is set back, a token is renewed nonetheless', async () => {
    const { getAuthToken } = await endpoint([withToken()]);
    const first = await getAuthToken('chat-1');
    pass(240);
    setClockOff(-HOUR);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
  });

  it('after the computer slept, when one clock stood still, a token is renewed', async () => {
    const { getAuthToken } = await endpoint([withToken()]);
    const first = await getAuthToken('chat-1');
    setClockOff(HOUR);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(first);
  });
});

describe('calls at the same time', () => {
  it('for one chat are one request, for two are two', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const tokens = await Promise.all(
      ['chat-1', 'chat-1', 'chat-2', 'chat-1'].map((chatId) => getAuthToken(chatId)),
    );
    expect(new Set(tokens).size).toBe(2);
    expect(asked.map(({ body }) => body.chatId).toSorted()).toEqual(['chat-1', 'chat-2']);
  });

  it('are over with their request: the next call asks again', async () => {
    const { asked, getAuthToken } = await endpoint([withStatus(401), withToken()]);
    await expect(Promise.all([getAuthToken('chat-1'), getAuthToken('chat-1')])).resolves.toEqual([
      undefined,
      undefined,
    ]);
    await expect(getAuthToken('chat-1')).resolves.toBeDefined();
    expect(asked).toHaveLength(2);
  });
});
