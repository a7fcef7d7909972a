/**
 * The browser's side. It imports nothing, and all that runs stands in this one file, so that a page can
 * load it as it is, with one request and without a bundler: `<script type="module">`.
 */
export type {
  KindlyChat,
  KindlyChatEvent,
  KindlyChatEvents,
  KindlyChatMessage,
  KindlyChatOptions,
  KindlyChatWindow,
} from './chat-page.js';

/** Milliseconds; the chat's messages wait for the token. */
const PATIENCE = 8000;

/** Milliseconds, some 24 days: the most that a browser's timer can count. */
const MAX_TIMER = 2 ** 31 - 1;

/** Seconds; the chat may send a message just after it got the token, and the webhook comes after that. */
const LEEWAY = 60;

/**
 * Why there was no answer that counts; the `code` of {@link KindlyTokenError}.
 *
 * - `request_failed`: no request could be made, or it got no answer: offline, CORS, the page's
 *   Content-Security-Policy, a `headers` function that threw. `cause` has the original error.
 * - `timeout`: there was no answer in time.
 * - `refused`: the endpoint answered with another status than 2xx or 401; `status` has it.
 * - `answer_invalid`: the answer holds no token. Often it is a sign-in page, or the URL is wrong.
 */
export type KindlyTokenErrorCode = 'request_failed' | 'timeout' | 'refused' | 'answer_invalid';

/** Why the token endpoint gave no token, though the visitor may be signed in. It never holds a token. */
export class KindlyTokenError extends Error {
  override readonly name = 'KindlyTokenError';

  constructor(
    readonly code: KindlyTokenErrorCode,
    message: string,
    /** The answer's status, where there was an answer. */
    readonly status?: number | undefined,
    cause?: unknown,
  ) {
    super(`nestjs-kindly-auth: ${message}`, { cause });
  }
}

/** How {@link createGetAuthToken} asks for tokens. */
export interface GetAuthTokenOptions {
  /** The token endpoint: a path, or a whole URL where it stands on another origin. */
  readonly url: string | URL;
  /**
   * Which requests carry cookies. Default: `include`, so that an endpoint on another origin gets its
   * session cookie; its CORS must allow credentials then. An endpoint on another origin that knows its
   * users by a header alone needs `omit`.
   */
  readonly credentials?: 'include' | 'same-origin' | 'omit' | undefined;
  /**
   * Further headers: against CSRF, or `Authorization` where the app's own login is a bearer token. A
   * function is called before each request.
   */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** Milliseconds after which a request is given up; `Infinity` for never. Default: 8000 */
  readonly timeout?: number | undefined;
  /**
   * Seconds before its end at which a token is given to the chat no more. Default: 60, and half of the
   * life of a token that lives for less than two minutes. `Infinity`: each token is given once, and to
   * those who asked at the same time.
   */
  readonly leeway?: number | undefined;
  /** When it is aborted, so is what is under way, and every further call gives `undefined`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the page's own `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Learns why there was no answer that counts. Default: nobody does, and the chat is anonymous */
  readonly onError?: ((error: KindlyTokenError) => void) | undefined;
}

/** What {@link createGetAuthToken} makes; it can be `window.kindlyOptions.getAuthToken` as it is. */
export interface GetAuthToken {
  /**
   * Never rejects: what Kindly Chat makes of a rejection is not documented, and without a token it goes on
   * anonymously. Calls for the same chat at the same time are one request.
   *
   * @returns the token; `undefined` when nobody is signed in, or when no answer counted and no token is held
   */
  (chatId: string): Promise<string | undefined>;
  /**
   * Forgets the token. To be called when somebody else is signed in, or nobody any more, without the page
   * being loaded anew: after the server knows of it. Who waits for a token gets one of the new session.
   */
  reset(): void;
  /**
   * Takes a token that the page has already, because the server put it there or another request brought it.
   * It is for the chat that it names; one that cannot be read, or is over by the browser's clock, is left.
   */
  remember(token: string): void;
}

/** Two clocks, in milliseconds: one stands still while the computer sleeps, the other can be set. */
type Moment = readonly [monotonic: number, wall: number];

interface Held {
  readonly chatId: string;
  readonly token: string;
  readonly since: Moment;
  /** Seconds, from `since` on. */
  readonly lifetime: number;
}

interface Claims {
  readonly iat: number;
  readonly exp: number;
  readonly chat?: { readonly id?: string };
}

function now(): Moment {
  return [performance.now(), Date.now()];
}

/**
 * Seconds that the token lives on. Only differences count, so a clock that is wrong does no harm. The
 * greater one counts: then a sleep, and a clock that is put right, end a token early and never late.
 */
function remaining({ since, lifetime }: Held): number {
  const [monotonic, wall] = now();
  return lifetime - Math.max(monotonic - since[0], wall - since[1]) / 1000;
}

/** Read, not verified: that is for Kindly. `undefined` for what does not say how long it lives. */
function claimsOf(token = ''): Claims | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const text = atob(payload.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Claims;
    return claims.exp > claims.iat ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** One request; `undefined` when nobody is signed in. */
async function askEndpoint(
  options: GetAuthTokenOptions,
  chatId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { url, credentials = 'include', headers, fetch: send = fetch } = options;
  const response = await send(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(typeof headers === 'function' ? await headers() : headers),
    },
    credentials,
    body: JSON.stringify({ chatId }),
    signal,
  });
  const { status } = response;
  if (status === 401) return undefined;
  if (!response.ok) {
    throw new KindlyTokenError('refused', `the token endpoint answered ${status}`, status);
  }
  const answer = (await response.json().catch(() => undefined)) as { token?: unknown } | undefined;
  const token = answer?.token;
  if (typeof token === 'string' && token !== '') return token;
  // Some endpoints answer a visitor so.
  if (token === null) return undefined;
  throw new KindlyTokenError('answer_invalid', 'the answer holds no token', status);
}

/** Gives up in time, even where `headers` or an injected `fetch` do not listen to a signal. */
async function askInTime(
  options: GetAuthTokenOptions,
  chatId: string,
  abort: AbortController,
): Promise<string | undefined | KindlyTokenError> {
  const { timeout = PATIENCE } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    abort.signal.addEventListener('abort', () => {
      reject(new KindlyTokenError('timeout', `no answer within ${timeout} milliseconds`));
    });
    // Beyond it the browser's timer would ring at once, and `Infinity` is far beyond.
    if (timeout > MAX_TIMER) return;
    timer = setTimeout(() => {
      abort.abort();
    }, timeout);
  });
  try {
    return await Promise.race([askEndpoint(options, chatId, abort.signal), givenUp]);
  } catch (error) {
    return error instanceof KindlyTokenError
      ? error
      : new KindlyTokenError('request_failed', 'the request failed', undefined, error);
  } finally {
    clearTimeout(timer);
  }
}

/** What is to be remembered of a token; `undefined` where it does not say how long it lives. */
function hold(chatId: string, token: string | undefined, since: Moment): Held | undefined {
  const claims = claimsOf(token);
  if (!token || !claims) return undefined;
  return { chatId, token, since, lifetime: claims.exp - claims.iat };
}

interface TokenRequest {
  readonly abort: AbortController;
  readonly token: Promise<string | undefined>;
}

/** The part of `globalThis` that only a page has. */
interface PageEvents {
  addEventListener?(
    type: 'pageshow',
    listener: (event: { readonly persisted?: boolean }) => void,
  ): void;
}

/**
 * Makes the function that Kindly Chat gets its tokens from (specification, "Add a callback to Kindly
 * Chat"): `window.kindlyOptions = { getAuthToken: createGetAuthToken({ url: '/kindly/token' }) }`.
 *
 * A token is held for the chat that it was issued for, and renewed before it expires. When nobody is
 * signed in (401), or the endpoint forbids it (403), none is held any more; when the endpoint cannot be
 * reached or fails, the one that is held serves until its end. Make one for a page.
 *
 * @throws TypeError without a `url`
 */
export function createGetAuthToken(options: GetAuthTokenOptions): GetAuthToken {
  const { url, leeway, signal, onError } = options;
  if (!url) throw new TypeError('nestjs-kindly-auth: createGetAuthToken() needs a url');
  const requests = new Map<string, TokenRequest>();
  let held: Held | undefined;

  /** The held token, when it is this chat's and does not end within so many seconds. */
  const heldFor = (chatId: string, margin: number): string | undefined =>
    held?.chatId === chatId && remaining(held) > margin ? held.token : undefined;

  const renew = async (chatId: string, abort: AbortController): Promise<string | undefined> => {
    // Before the request: no token that answers it is older.
    const since = now();
    const answer = await askInTime(options, chatId, abort);
    // Somebody else's session has begun meanwhile: what was answered is about the one before.
    if (requests.get(chatId)?.abort !== abort) return getAuthToken(chatId);
    requests.delete(chatId);
    if (answer instanceof KindlyTokenError) {
      // Later, so that a listener that throws costs the chat nothing.
      void Promise.resolve(answer).then(onError);
      if (answer.status === 403) held = undefined;
      return heldFor(chatId, 0);
    }
    held = hold(chatId, answer, since);
    return answer;
  };

  const getAuthToken = async (chatId: string): Promise<string | undefined> => {
    if (signal?.aborted) return undefined;
    const token = heldFor(chatId, leeway ?? Math.min(LEEWAY, (held?.lifetime ?? 0) / 2));
    if (token) return token;
    const running = requests.get(chatId);
    if (running) return running.token;
    const abort = new AbortController();
    const request = { abort, token: renew(chatId, abort) };
    requests.set(chatId, request);
    return request.token;
  };

  const reset = (): void => {
    held = undefined;
    const ended = [...requests.values()];
    requests.clear();
    for (const { abort } of ended) abort.abort();
  };

  const remember = (token: string): void => {
    const claims = claimsOf(token);
    if (!claims?.chat?.id) return;
    // How old it is nobody knows, so here the browser's clock counts too; a wrong one costs a request.
    const lifetime = Math.min(claims.exp - claims.iat, claims.exp - Date.now() / 1000);
    // One that is held may still be good.
    if (lifetime <= 0) return;
    held = { chatId: claims.chat.id, token, since: now(), lifetime };
  };

  signal?.addEventListener('abort', reset);
  // A page that comes back by the browser's "back" has its memory of before a sign-out.
  (globalThis as PageEvents).addEventListener?.('pageshow', ({ persisted }) => {
    if (persisted) reset();
  });
  return Object.assign(getAuthToken, { reset, remember });
}
