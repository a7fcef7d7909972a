import { describe, expect, it } from 'vitest';
import { nextSteps } from './next-steps.js';

describe('nextSteps', () => {
  const steps = {
    resolver: 'src/kindly/chat-user.resolver.ts',
    host: 'shop.example.com',
    prefix: '',
    byHand: [],
  };

  it("names both places of Kindly's own HMAC secret", () => {
    expect(nextSteps(steps, true)).toMatch(
      /Webhook HMAC: .*KINDLY_HMAC_SECRET,\n.*hmacSecrets of \.kindly\/emulator\.json/,
    );
  });

  it('begins with what is to be done by hand', () => {
    expect(nextSteps({ ...steps, byHand: ['one', 'two'] }, true)).toMatch(
      /^\nBy hand:\n {2}- one\n {2}- two\n\nNext:/,
    );
  });

  it.each([true, false])('has the prefix of the routes in all URLs: %s', (isPairHere) => {
    const text = nextSteps({ ...steps, prefix: '/api' }, isPairHere);
    expect(text).toContain('sign-in http://localhost:3000/api/kindly/token\n');
    expect(text).toContain("a dialogue's webhook: https://shop.example.com/api/kindly/webhook\n");
    expect(text.match(/(?<!\/api)\/kindly\/(token|webhook)/g)).toBeNull();
  });

  it('names no file that an app with a key elsewhere has not', () => {
    const text = nextSteps(steps, false);
    expect(text).not.toMatch(/\.kindly\/[a-z]/);
    expect(text).toContain('--public-key public.pem');
    expect(text).toContain('--dialogue hello=https://shop.example.com/kindly/webhook\n');
    expect(text).toContain('paste your public key');
  });
});
