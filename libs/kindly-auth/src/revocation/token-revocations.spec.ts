import { Logger } from '@nestjs/common';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KindlyRevocationStore } from './kindly-revocation-store.js';
import type { RevocationSettings } from './revocation.settings.js';
import { TokenRevocations } from './token-revocations.js';

const NOW = 1_800_000_000;
const USER = 'kari@example.com';

let lines: unknown[];

beforeEach(() => {
  lines = [];
  vi.useFakeTimers({ now: NOW * 1000, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  vi.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => lines.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function revocationsOf(bent: Partial<RevocationSettings> = {}): TokenRevocations {
  return new TokenRevocations({
    issuer: 'https://shop.example',
    store: undefined,
    whenUnavailable: 'refuse',
    timeout: 1000,
    longestTokenLife: 910,
    ...bent,
  });
}

/** A store that does this, and remembers what it was asked. */
function storeThat(
  does: () => unknown,
): KindlyRevocationStore & { readonly asked: readonly unknown[] } {
  const asked: unknown[] = [];
  const answer = async (...question: unknown[]): Promise<unknown> => {
    asked.push(question);
    return does();
  };
  return { asked, get: answer, set: answer };
}

const failing = () => {
  throw Object.assign(new Error(`Cannot say it of ${USER}`), { code: 'ECONNREFUSED' });
};
const silent = () => new Promise<never>(() => undefined);

/** Whose tokens were revoked now, and what is said of one that was issued then. */
async function codeOf(
  revocations: TokenRevocations,
  iat: number,
  sub = USER,
): Promise<string | undefined> {
  try {
    await revocations.assertNotRevoked({ sub, iat });
    return undefined;
  } catch (error) {
    return (error as { errorCode: string }).errorCode;
  }
}

describe.each([
  ['in memory', () => undefined],
  ['in a Keyv', () => new Keyv({ throwOnErrors: true })],
])('revocations %s', (_name, makeStore) => {
  it('are of what was issued before this second', async () => {
    const revocations = revocationsOf({ store: makeStore() });
    await revocations.revoke(USER);
    expect(await codeOf(revocations, NOW - 1)).toBe('token_revoked');
    expect(await codeOf(revocations, NOW)).toBeUndefined();
    expect(await codeOf(revocations, NOW + 1)).toBeUndefined();
  });

  it('are of one user', async () => {
    const revocations = revocationsOf({ store: makeStore() });
    await revocations.revoke(USER);
    expect(await codeOf(revocations, NOW - 1, 'ola@example.com')).toBeUndefined();
    expect(await codeOf(revocations, NOW - 1, USER.toUpperCase())).toBeUndefined();
  });

  it('last for as long as the tokens can live, and no longer', async () => {
    const revocations = revocationsOf({ store: makeStore() });
    await revocations.revoke(USER);
    vi.advanceTimersByTime(910_000 - 1);
    expect(await codeOf(revocations, NOW - 1)).toBe('token_revoked');
    vi.advanceTimersByTime(2);
    expect(await codeOf(revocations, NOW - 1)).toBeUndefined();
  });

  it('are of the last time when there are several', async () => {
    const revocations = revocationsOf({ store: makeStore() });
    await revocations.revoke(USER);
    vi.advanceTimersByTime(5000);
    await revocations.revoke(USER);
    expect(await codeOf(revocations, NOW + 4)).toBe('token_revoked');
    vi.advanceTimersByTime(909_000);
    expect(await codeOf(revocations, NOW + 4)).toBe('token_revoked');
  });
});

describe('an instance whose clock is behind', () => {
  it('takes back nothing that another one has revoked', async () => {
    const store = new Keyv({ throwOnErrors: true });
    vi.setSystemTime((NOW + 3) * 1000);
    await revocationsOf({ store }).revoke(USER);
    vi.setSystemTime(NOW * 1000);
    await revocationsOf({ store }).revoke(USER);
    expect(await codeOf(revocationsOf({ store }), NOW + 2)).toBe('token_revoked');
    expect(await codeOf(revocationsOf({ store }), NOW + 3)).toBeUndefined();
  });
});

describe('who revokes nothing', () => {
  it('waits for nothing', () => {
    expect(revocationsOf().assertNotRevoked({ sub: USER, iat: NOW })).toBeUndefined();
  });

  it('waits for nothing again when the last revocation is over', async () => {
    const revocations = revocationsOf();
    await revocations.revoke(USER);
    expect(revocations.assertNotRevoked({ sub: USER, iat: NOW })).toBeInstanceOf(Promise);
    vi.advanceTimersByTime(910_001);
    expect(revocations.assertNotRevoked({ sub: USER, iat: NOW })).toBeUndefined();
  });
});

describe('a store', () => {
  it('gets a whole second, milliseconds to keep it, and a key that names nobody', async () => {
    const store = storeThat(() => undefined);
    const revocations = revocationsOf({ store });
    vi.advanceTimersByTime(999);
    await revocations.revoke(USER);
    await revocations.assertNotRevoked({ sub: USER, iat: NOW });
    const key = expect.stringMatching(/^kindly-revoked:[\w-]{43}$/);
    expect(store.asked).toEqual([[key], [key, NOW, 910_000], [key]]);
    expect(new Set(store.asked.map((question) => (question as unknown[])[0])).size).toBe(1);
  });

  it('is shared by those who have the same issuer', async () => {
    const store = new Keyv({ throwOnErrors: true });
    await revocationsOf({ store }).revoke(USER);
    const other = revocationsOf({ store, issuer: 'https://other.example' });
    expect(await codeOf(revocationsOf({ store }), NOW - 1)).toBe('token_revoked');
    expect(await codeOf(other, NOW - 1)).toBeUndefined();
  });

  it('keeps apart what only reads the same when it is put together', async () => {
    const store = new Keyv({ throwOnErrors: true });
    await revocationsOf({ store, issuer: 'a' }).revoke('b","c');
    expect(await codeOf(revocationsOf({ store, issuer: 'a","b' }), NOW - 1, 'c')).toBeUndefined();
  });

  it('may say "nothing" by null', async () => {
    const revocations = revocationsOf({ store: storeThat(() => null) });
    expect(await codeOf(revocations, NOW)).toBeUndefined();
  });
});

const FAILURES: readonly [string, () => unknown, string][] = [
  ['rejects', failing, 'the store of revocations failed: Error (ECONNREFUSED)'],
  ['holds a text', () => String(NOW), 'the store of revocations holds something that is no time'],
  ['holds no whole second', () => 1.5, 'the store of revocations holds something that is no time'],
];

describe.each(FAILURES)('a store that %s', (_name, does, reason) => {
  it.each([
    [
      'nobody',
      'refuse',
      'Tokens are refused, because it cannot be looked up what was revoked',
      'revocation_unavailable',
    ],
    ['everybody', 'accept', 'Tokens are accepted without a look at what was revoked', undefined],
  ] as const)('lets %s in and says so once a second: %s', async (_whom, mode, outage, code) => {
    const revocations = revocationsOf({ store: storeThat(does), whenUnavailable: mode });
    const line = `${outage}: ${reason}`;
    expect(await codeOf(revocations, NOW)).toBe(code);
    expect(await codeOf(revocations, NOW)).toBe(code);
    expect(lines).toEqual([line]);
    vi.advanceTimersByTime(1000);
    expect(await codeOf(revocations, NOW)).toBe(code);
    expect(lines).toEqual([line, line]);
  });
});

describe('a store that is silent', () => {
  const reason = 'the store of revocations gave no answer within 250 milliseconds';

  it.each([
    ['refuse', expect.objectContaining({ errorCode: 'revocation_unavailable', reason })],
    ['accept', undefined],
  ] as const)('is not waited for without end: %s', async (whenUnavailable, outcome) => {
    const revocations = revocationsOf({ store: storeThat(silent), whenUnavailable, timeout: 250 });
    const settled = vi.fn<(outcome: unknown) => void>();
    const answer = revocations.assertNotRevoked({ sub: USER, iat: NOW })?.then(settled, settled);
    await vi.advanceTimersByTimeAsync(249);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(settled.mock.lastCall?.[0]).toEqual(outcome);
  });
});

describe('a revocation that cannot be kept', () => {
  it.each([
    ['is rejected', failing, 'the store of revocations failed: Error (ECONNREFUSED)'],
    ['is denied', () => false, 'the store of revocations did not keep one'],
    ['is thrown back at once', undefined, 'the store of revocations failed: TypeError'],
  ])('is not passed over in silence when it %s', async (_name, does, reason) => {
    const broken = {
      get: () => Promise.resolve(undefined),
      set: (): never => {
        throw new TypeError('not now');
      },
    };
    for (const whenUnavailable of ['refuse', 'accept'] as const) {
      const store = does === undefined ? broken : storeThat(does);
      await expect(revocationsOf({ store, whenUnavailable }).revoke(USER)).rejects.toMatchObject({
        errorCode: 'revocation_unavailable',
        reason,
      });
    }
  });
});
