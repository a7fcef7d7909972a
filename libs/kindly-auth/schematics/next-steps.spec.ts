import { describe, expect, it } from 'vitest';
import { nextSteps } from './next-steps.js';

describe('nextSteps', () => {
  const steps = { resolver: 'src/kindly/chat-user.resolver.ts', host: 'shop.example.com' };

  it("names both places of Kindly's own HMAC secret", () => {
    expect(nextSteps({ ...steps, byHand: [] })).toMatch(
      /Webhook HMAC: .*KINDLY_HMAC_SECRET,\n.*hmacSecrets of \.kindly\/emulator\.json/,
    );
  });

  it('begins with what is to be done by hand', () => {
    expect(nextSteps({ ...steps, byHand: ['one', 'two'] })).toMatch(
      /^\nBy hand:\n {2}- one\n {2}- two\n\nNext:/,
    );
  });
});
