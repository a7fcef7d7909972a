import { describe, expect, it } from 'vitest';
import { isPublicHost } from './public-host.js';

describe('isPublicHost', () => {
  it.each(['localhost', 'shop.localhost', 'localhost.', '127.0.0.1', '[::1]', '10.0.0.1'])(
    '%s is none',
    (host) => {
      expect(isPublicHost(host)).toBe(false);
    },
  );

  it('is any other name', () => {
    expect(isPublicHost('shop.example.com')).toBe(true);
  });
});
