import * as fc from 'fast-check';
import { KindlyAuthException } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import {
  hmacSecret,
  verifyKindlySignature,
} from '../../libs/kindly-auth/src/webhook/kindly-signature.js';
import { anyBytes, anyText } from '../support/arbitraries.js';
import { botOf, verdictOf } from '../support/bot.js';
import { kindlyHmac, mint } from '../support/kindly.js';
import { assertProperty } from '../support/properties.js';

const bot = await botOf();
const genuine = ['user-1', 'user-2', 'user-3'].map((sub) =>
  mint({ sub, name: 'Kari Nordmann', tier: 'gold' }),
);

const token = fc.constantFrom(...genuine);

function flipBit(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = Math.floor(bit / 8) % copy.length;
  copy[index] = (copy[index] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

/** Everything else, so that no change goes unnoticed because of what it happens to hit. */
async function expectRefused(text: string): Promise<void> {
  expect(await verdictOf(bot, text)).toBe('token_invalid');
}

describe('a genuine token', () => {
  it('is accepted, so that it is the change that matters below', async () => {
    for (const text of genuine) expect(await verdictOf(bot, text)).toBe('accepted');
  });

  it.each([
    ['header', 0],
    ['payload', 1],
    ['signature', 2],
  ])('is refused when one bit of its %s is another', async (_name, part) => {
    // Each bit of one token, not a sample of them.
    const parts = genuine[0]?.split('.') ?? [];
    const bytes = Buffer.from(parts[part] ?? '', 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      await expectRefused(parts.with(part, flipBit(bytes, bit).toString('base64url')).join('.'));
    }
  });

  it('is refused in any other spelling of the same bytes', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=';
    for (const [part, text] of (genuine[0] ?? '').split('.').entries()) {
      const others = Array.from(alphabet, (letter) => text.slice(0, -1) + letter)
        .concat(`${text}=`, `${text}==`, `${text}A`, ` ${text}`, `${text}\n`)
        .filter((other) => other !== text);
      for (const other of others) {
        await expectRefused((genuine[0] ?? '').split('.').with(part, other).join('.'));
      }
    }
  });

  it('is refused when one character of its text is another', async () => {
    await assertProperty(
      600,
      fc.asyncProperty(
        token,
        fc.nat(),
        fc.oneof(fc.string({ unit: 'binary', maxLength: 2 }), fc.constantFrom('A', '-', '.', '=')),
        async (text, place, put) => {
          const index = place % text.length;
          const changed = text.slice(0, index) + put + text.slice(index + 1);
          fc.pre(changed !== text);
          await expectRefused(changed);
        },
      ),
    );
  });

  it('is refused when something is put into it, or taken out of it', async () => {
    await assertProperty(
      400,
      fc.asyncProperty(token, fc.nat(), fc.nat(), anyText(8), async (text, from, length, put) => {
        const start = from % (text.length + 1);
        const end = Math.min(text.length, start + (length % 40));
        const changed = text.slice(0, start) + put + text.slice(end);
        fc.pre(changed !== text);
        await expectRefused(changed);
      }),
    );
  });

  it('is refused when its parts come from two tokens, or in another order', async () => {
    const parts = genuine.flatMap((text) => text.split('.'));
    await assertProperty(
      300,
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 }),
        async (chosen) => {
          const text = chosen.join('.');
          fc.pre(!genuine.includes(text));
          await expectRefused(text);
        },
      ),
    );
  });
});

describe('a signed body', () => {
  /** What an operator can configure: some text, with a line end behind it or without. */
  const secret = anyText().filter((text) => text.trim() !== '');

  function isSigned(body: Uint8Array, signature: string, secrets: readonly string[]): boolean {
    const headers = {
      'kindly-hmac': signature,
      'kindly-hmac-algorithm': 'HMAC-SHA-256 (base64 encoded)',
    };
    try {
      verifyKindlySignature(body, headers, secrets.map(hmacSecret));
      return true;
    } catch (error) {
      if (error instanceof KindlyAuthException && error.errorCode === 'signature_invalid')
        return false;
      throw error;
    }
  }

  function sign(body: Uint8Array, text: string): string {
    return kindlyHmac(body, text.replace(/[\r\n]+$/, ''));
  }

  /** HMAC fills a key up with zeros, so keys that differ in those alone are one. */
  function keyOf(text: string): string {
    const bytes = Buffer.from(text.replace(/[\r\n]+$/, ''));
    return bytes.toString('latin1').replace(/\0+$/, '');
  }

  it('is accepted, whatever its bytes, its secret and the other secrets are', async () => {
    await assertProperty(
      500,
      fc.property(anyBytes(2000), secret, fc.array(secret), (body, text, others) => {
        expect(isSigned(body, sign(body, text), [...others, text])).toBe(true);
        expect(isSigned(body, sign(body, `${text}\n`), [text])).toBe(true);
      }),
    );
  });

  it('is refused when any bit of it is another, and when any other body stands in its place', async () => {
    await assertProperty(
      500,
      fc.property(anyBytes(2000), anyBytes(2000), fc.nat(), secret, (body, other, bit, text) => {
        const signature = sign(body, text);
        fc.pre(body.length > 0 && !body.equals(other));
        expect(isSigned(flipBit(body, bit), signature, [text])).toBe(false);
        expect(isSigned(other, signature, [text])).toBe(false);
      }),
    );
  });

  it('is refused when any character of the signature is another', async () => {
    const body = Buffer.from('{"chat_id":"chat-1"}');
    const good = sign(body, 'secret');
    await assertProperty(
      500,
      fc.property(fc.nat(), fc.string({ unit: 'binary', maxLength: 2 }), (place, put) => {
        const index = place % good.length;
        const changed = good.slice(0, index) + put + good.slice(index + 1);
        fc.pre(changed !== good);
        expect(isSigned(body, changed, ['secret'])).toBe(false);
      }),
    );
  });

  it('is refused under any other secret', async () => {
    await assertProperty(
      300,
      fc.property(anyBytes(), secret, secret, (body, text, other) => {
        fc.pre(keyOf(text) !== keyOf(other));
        expect(isSigned(body, sign(body, text), [other])).toBe(false);
      }),
    );
  });
});
