import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type GetAuthTokenOptions, KindlyTokenError } from './index.js';
import {
  type Answer,
  endpoint,
  held,
  mint,
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

describe('whoever is not signed in', () => {
  it.each<[string, Answer]>([
    ['401', withStatus(401)],
    ['200 with null', withStatus(200, '{"token":null}')],
  ])('has no token, and that is no error: %s', async (_name, answer) => {
    const { errors, getAuthToken } = await endpoint([answer]);
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
    expect(errors).toEqual([]);
  });

  it.each([401, 403])('and was so before (%i), gets the old token no more', async (status) => {
    const { getAuthToken } = await endpoint([withToken(), withStatus(status), withStatus(503)]);
    await getAuthToken('chat-1');
    pass(250);
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
  });
});

describe('reset()', () => {
  it('forgets the token', async () => {
    const { getAuthToken } = await endpoint([withToken(), withStatus(401)]);
    await getAuthToken('chat-1');
    getAuthToken.reset();
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
  });

  it('lets nobody have the answer to a request of before', async () => {
    const before = held(withToken());
    const { asked, errors, getAuthToken } = await endpoint([before.waiting, withToken(60)]);
    const waiting = getAuthToken('chat-1');
    await before.asked;
    getAuthToken.reset();
    const fresh = await getAuthToken('chat-1');
    before.letGo();
    await expect(waiting).resolves.toBe(fresh);
    await expect(getAuthToken('chat-1')).resolves.toBe(fresh);
    expect({ asked: asked.length, errors }).toEqual({ asked: 2, errors: [] });
  });

  it('does so though fetch does not listen to its signal', async () => {
    const before = held(withToken());
    const deaf: typeof fetch = (url, { signal: _signal, ...init } = {}) => fetch(url, init);
    const { getAuthToken } = await endpoint([before.waiting, withStatus(401)], { fetch: deaf });
    const waiting = getAuthToken('chat-1');
    await before.asked;
    getAuthToken.reset();
    await expect(waiting).resolves.toBeUndefined();
    before.letGo();
  });

  it('is called where a page comes back from the memory of the browser', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    onTestFinished(() => void vi.unstubAllGlobals());
    const { getAuthToken } = await endpoint([withToken(), withStatus(401)]);
    const first = await getAuthToken('chat-1');
    page.dispatchEvent(new Event('pageshow'));
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
  });
});

describe('a token that is in memory already', () => {
  it('is given to its chat, without a request', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const token = await mint('chat-ÅÆØ');
    getAuthToken.remember(token);
    await expect(getAuthToken('chat-ÅÆØ')).resolves.toBe(token);
    expect(asked).toEqual([]);
  });

  it('is given to no other chat', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    getAuthToken.remember(await mint('chat-1'));
    await getAuthToken('chat-2');
    expect(asked).toHaveLength(1);
  });

  it('is renewed before it expires, by the time that is left to it', async () => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const token = await mint('chat-1');
    pass(100);
    getAuthToken.remember(token);
    pass(139);
    await expect(getAuthToken('chat-1')).resolves.toBe(token);
    pass(1);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(token);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['fast, costs a request', 3600, 0],
    ['slow, is held for its lifetime at the most', -3600, 240],
  ])('and a clock that is an hour %s', async (_name, seconds, heldFor) => {
    const token = await mint('chat-1');
    setClockOff(seconds);
    const { getAuthToken } = await endpoint([withToken()]);
    getAuthToken.remember(token);
    pass(heldFor);
    await expect(getAuthToken('chat-1')).resolves.not.toBe(token);
  });

  it.each([
    '',
    'opaque',
    `a.${btoa('{"iat":1,"exp":2}')}.c`,
    `a.${btoa('{"chat":{"id":"chat-1"}}')}.c`,
    // Over since 1970.
    `a.${btoa('{"iat":1,"exp":2,"chat":{"id":"chat-1"}}')}.c`,
  ])('is left when it is %j', async (bad) => {
    const { asked, getAuthToken } = await endpoint([withToken()]);
    const first = await getAuthToken('chat-1');
    getAuthToken.remember(bad);
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    expect(asked).toHaveLength(1);
  });
});

describe('an endpoint that fails', () => {
  const never: Answer = () => undefined;
  const cut: Answer = (response) => {
    response.destroy();
  };
  const failingHeaders = () => Promise.reject(new Error('of the page'));

  it.each<[string, Answer, object, Partial<GetAuthTokenOptions>]>([
    ['hangs up', cut, { code: 'request_failed', cause: expect.any(TypeError) }, {}],
    ['says nothing', never, { code: 'timeout' }, { timeout: 50 }],
    ['is broken', withStatus(500), { code: 'refused', status: 500 }, {}],
    ['is not there', withStatus(404), { code: 'refused', status: 404 }, {}],
    ['forbids it', withStatus(403), { code: 'refused', status: 403 }, {}],
    ['shows a page', withStatus(200, '<html>'), { code: 'answer_invalid', status: 200 }, {}],
    ['says null', withStatus(200, 'null'), { code: 'answer_invalid' }, {}],
    ['has no token', withStatus(200, '{}'), { code: 'answer_invalid' }, {}],
    ['has an empty one', withStatus(200, '{"token":""}'), { code: 'answer_invalid' }, {}],
    ['has a number', withStatus(200, '{"token":7}'), { code: 'answer_invalid' }, {}],
    [
      'is never asked',
      withToken(),
      { code: 'request_failed', cause: new Error('of the page') },
      { headers: failingHeaders },
    ],
  ])('%s: no token, and the page learns why', async (_name, answer, error, options) => {
    const { errors, getAuthToken } = await endpoint([answer], options);
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
    expect(errors).toEqual([expect.objectContaining({ name: 'KindlyTokenError', ...error })]);
    expect(errors[0]).toBeInstanceOf(KindlyTokenError);
  });

  it.each<[string, Answer]>([
    ['hangs up', cut],
    ['is broken', withStatus(503)],
    ['has too much to do', withStatus(429)],
    ['shows a page', withStatus(200, '<html>')],
  ])('%s: a token that is held serves until its end', async (_name, answer) => {
    const { errors, getAuthToken } = await endpoint([withToken(), answer]);
    const first = await getAuthToken('chat-1');
    pass(299);
    await expect(getAuthToken('chat-1')).resolves.toBe(first);
    pass(1);
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
    expect(errors).toHaveLength(2);
  });

  it('is waited for without end when the page says so', async () => {
    const { waiting, asked, letGo } = held(withToken());
    const { errors, getAuthToken } = await endpoint([waiting], { timeout: Infinity });
    const token = getAuthToken('chat-1');
    await asked;
    letGo();
    await expect(token).resolves.toEqual(expect.any(String));
    expect(errors).toEqual([]);
  });

  it('costs nobody his chat where nobody listens for errors', async () => {
    const { getAuthToken } = await endpoint([withStatus(500)], { onError: undefined });
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
  });
});

describe('a signal', () => {
  it('ends what is under way, and all that would come', async () => {
    const before = held(withToken());
    const page = new AbortController();
    const { asked, errors, getAuthToken } = await endpoint([before.waiting], {
      signal: page.signal,
    });
    const waiting = getAuthToken('chat-1');
    await before.asked;
    page.abort();
    await expect(waiting).resolves.toBeUndefined();
    getAuthToken.remember(await mint('chat-1'));
    await expect(getAuthToken('chat-1')).resolves.toBeUndefined();
    expect({ asked: asked.length, errors }).toEqual({ asked: 1, errors: [] });
    before.letGo();
  });
});
