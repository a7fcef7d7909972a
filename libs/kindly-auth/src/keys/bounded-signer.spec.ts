import { createPrivateKey, verify } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { BoundedSigner } from './bounded-signer.js';
import { generateKindlyKeyPair } from './key-pair.js';
import { type KindlyTokenSigner, LocalTokenSigner } from './token-signer.js';

const { keyId, privateKey, publicKey } = await generateKindlyKeyPair();
const key = new LocalTokenSigner(createPrivateKey(privateKey), keyId);
const DATA = Buffer.from('data');
const TIME: ('setTimeout' | 'clearTimeout' | 'performance')[] = [
  'setTimeout',
  'clearTimeout',
  'performance',
];

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A signer that signs nothing until it is told to, and counts how often it was asked. */
class GatedSigner implements KindlyTokenSigner {
  readonly keyId = keyId;
  asked = 0;
  #open: () => void = () => undefined;
  readonly #isOpen = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  constructor(
    readonly concurrency?: number,
    readonly timeout?: number,
  ) {}

  async sign(data: Uint8Array): Promise<Uint8Array> {
    this.asked += 1;
    await this.#isOpen;
    return key.sign(data);
  }

  open(): void {
    this.#open();
  }
}

/** Asks for signatures, and tells in the end what became of each. */
async function askFor(count: number, bounded: BoundedSigner) {
  const asked = Array.from({ length: count }, () => bounded.sign(DATA));
  const outcomes = Promise.allSettled(asked);
  // A signature that may begin does so in this turn of the event loop.
  await setImmediate();
  return async (): Promise<readonly string[]> =>
    (await outcomes).map((outcome) =>
      outcome.status === 'fulfilled' ? 'signed' : inWords(outcome.reason),
    );
}

function inWords(error: unknown): string {
  if (error instanceof KindlyAuthException) return `${error.errorCode}: ${error.reason}`;
  throw error;
}

/** What the operator reads from now on. */
function recordLines(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => {
    lines.push(String(line));
  });
  return lines;
}

describe('a signer is asked', () => {
  it.each([
    [1, 1],
    [3, 3],
    [undefined, 32],
  ])('for no more at once than it says: of %j for %i', async (concurrency, expected) => {
    const signer = new GatedSigner(concurrency);
    const outcomes = await askFor(40, new BoundedSigner(signer, 100));
    expect(signer.asked).toBe(expected);
    signer.open();
    expect(await outcomes()).toEqual(Array.from({ length: 40 }, () => 'signed'));
  });

  it('under its own key id, for the signature of what was given', async () => {
    const bounded = new BoundedSigner(key, 0);
    expect(bounded.keyId).toBe(keyId);
    expect(verify('sha256', DATA, publicKey, await bounded.sign(DATA))).toBe(true);
  });
});

describe('what would wait too long', () => {
  const BUSY = '2 signatures are under way, and 1 wait';

  it('is refused, and what waits is not', async () => {
    const lines = recordLines();
    const signer = new GatedSigner(2);
    const bounded = new BoundedSigner(signer, 1);
    expect(() => bounded.assertNotBusy()).not.toThrow();
    const outcomes = await askFor(3, bounded);
    expect(() => bounded.assertNotBusy()).toThrow(
      expect.objectContaining({ errorCode: 'signer_busy', reason: BUSY }),
    );
    await expect(bounded.sign(DATA)).rejects.toMatchObject({ errorCode: 'signer_busy' });
    expect(signer.asked).toBe(2);
    signer.open();
    expect(await outcomes()).toEqual(['signed', 'signed', 'signed']);
    expect(() => bounded.assertNotBusy()).not.toThrow();
    expect(lines).toEqual([`Tokens are asked for faster than they can be signed: ${BUSY}`]);
  });

  it('waits for a place all the same while one is free, even where nothing may wait', async () => {
    const signer = new GatedSigner(2);
    const outcomes = await askFor(2, new BoundedSigner(signer, 0));
    signer.open();
    expect(await outcomes()).toEqual(['signed', 'signed']);
  });

  it('is said once a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    const lines = recordLines();
    const signer = new GatedSigner(1);
    const bounded = new BoundedSigner(signer, 0);
    const outcomes = await askFor(1, bounded);
    for (const [milliseconds, expected] of [
      [0, 1],
      [999, 1],
      [1, 2],
      [999, 2],
      [5000, 3],
    ] as const) {
      vi.advanceTimersByTime(milliseconds);
      expect(() => bounded.assertNotBusy()).toThrow('Too many tokens');
      expect(lines).toHaveLength(expected);
    }
    signer.open();
    await outcomes();
  });
});

describe('a signature that does not come', () => {
  it.each([
    [100, 100],
    [undefined, 10_000],
  ])('is given up in time, and its place is free: of %j after %i', async (timeout, expected) => {
    vi.useFakeTimers({ toFake: TIME });
    const signer = new GatedSigner(1, timeout);
    const bounded = new BoundedSigner(signer, 1);
    const early = await askFor(1, bounded);
    vi.advanceTimersByTime(expected - 1);
    const late = await askFor(1, bounded);
    expect(signer.asked).toBe(1);
    vi.advanceTimersByTime(1);
    await setImmediate();
    expect(signer.asked).toBe(2);
    signer.open();
    expect(await early()).toEqual([
      `signer_timeout: the signer gave no signature within ${expected} milliseconds`,
    ]);
    expect(await late()).toEqual(['signed']);
  });

  it('has waited for its turn in the same time', async () => {
    vi.useFakeTimers({ toFake: TIME });
    const signer = new GatedSigner(1, 100);
    const outcomes = await askFor(3, new BoundedSigner(signer, 2));
    vi.advanceTimersByTime(100);
    const late = 'signer_timeout: the signer gave no signature within 100 milliseconds';
    expect(await outcomes()).toEqual([late, late, late]);
    expect(signer.asked).toBe(1);
  });

  it('has what its turn has left of the time', async () => {
    vi.useFakeTimers({ toFake: TIME });
    const signer = new GatedSigner(1, 100);
    const bounded = new BoundedSigner(signer, 1);
    const outcomes = await askFor(1, bounded);
    vi.advanceTimersByTime(60);
    const waiting = await askFor(1, bounded);
    vi.advanceTimersByTime(40);
    await outcomes();
    await setImmediate();
    expect(signer.asked).toBe(2);
    vi.advanceTimersByTime(60);
    expect(await waiting()).toMatchObject([expect.stringContaining('signer_timeout')]);
  });

  it('is waited for where the signer always answers', async () => {
    vi.useFakeTimers({ toFake: TIME });
    const signer = new GatedSigner(1, Infinity);
    const outcomes = await askFor(1, new BoundedSigner(signer, 0));
    vi.advanceTimersByTime(2 ** 31);
    signer.open();
    expect(await outcomes()).toEqual(['signed']);
  });
});

describe('a key that is let go', () => {
  const GONE = 'signer_busy: its key was taken away meanwhile';

  it.each<[string, (bounded: BoundedSigner) => void, readonly string[]]>([
    ['once it has signed what waits', (bounded) => bounded.retire(), ['signed', 'signed']],
    ['although something waits', (bounded) => bounded.drop(), ['signed', GONE]],
  ])('signs nothing more: %s', async (_name, letGo, expected) => {
    const signer = new GatedSigner(1);
    const bounded = new BoundedSigner(signer, 1);
    const outcomes = await askFor(2, bounded);
    letGo(bounded);
    signer.open();
    expect(await outcomes()).toEqual(expected);
    const late = await askFor(1, bounded);
    expect(await late()).toEqual([GONE]);
  });
});
