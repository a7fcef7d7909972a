import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { generateKindlyKeyPair, type KindlyKeyPair } from './key-pair.js';
import { KindlyKeyRing } from './kindly-key-ring.js';
import { loadCurrentKey } from './signing-key.js';

let first: KindlyKeyPair;
let second: KindlyKeyPair;
let ring: KindlyKeyRing;

beforeAll(async () => {
  [first, second] = await Promise.all([generateKindlyKeyPair(), generateKindlyKeyPair()]);
});

/** The lines that are logged while something is done with a new ring of the first key. */
async function linesOf(act: () => unknown): Promise<readonly string[]> {
  const current = await loadCurrentKey({ privateKey: first.privateKey });
  ring = new KindlyKeyRing({
    bot: 'default',
    current,
    previous: [],
    longestTokenLife: 905,
    maxQueuedSignatures: 10,
  });
  const lines: string[] = [];
  const spies = (['log', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(Logger.prototype, level).mockImplementation((line: unknown) => {
      lines.push(`${level}: ${String(line)}`);
    }),
  );
  try {
    await act();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines;
}

describe('the operator reads', () => {
  it('which key is in force', async () => {
    const lines = await linesOf(() => ring.rotate({ privateKey: second.privateKey }));
    expect(lines).toEqual([`log: Key "${second.keyId}" is in force`]);
  });

  it('that a new key is bad, and that the old one stays', async () => {
    const lines = await linesOf(() =>
      expect(ring.rotate({ publicKey: second.publicKey })).rejects.toThrow('privateKey'),
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^error: The old key stays in force, the new one is bad: .*"privateKey" is missing/,
      ),
    ]);
  });

  it('that one more key is accepted, unless it was already', async () => {
    const lines = await linesOf(() => {
      ring.accept(first.publicKey);
      ring.accept(second.publicKey);
    });
    expect(lines).toEqual([`log: Tokens of key "${second.keyId}" are accepted`]);
  });

  it('that a key is revoked, if there was one', async () => {
    const lines = await linesOf(() => {
      ring.accept(second.publicKey);
      ring.revoke(second.keyId);
      ring.revoke(second.keyId);
    });
    expect(lines.slice(1)).toEqual([
      `warn: Tokens of key "${second.keyId}" are refused from now on`,
    ]);
  });
});
