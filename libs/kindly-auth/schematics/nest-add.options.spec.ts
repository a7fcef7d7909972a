import { describe, expect, it } from 'vitest';
import { checkFlags } from './nest-add.options.js';

describe('the flags', () => {
  it.each([
    [
      { issuer: 'https://shop.example.com', webhookDomains: 'API.example.com, *.example.org,' },
      { issuer: 'https://shop.example.com', webhookDomains: ['api.example.com', '*.example.org'] },
    ],
    [{}, { issuer: 'https://my-shop.example.com', webhookDomains: ['my-shop.example.com'] }],
    // What somebody answers who presses return only.
    [
      { issuer: ' ', webhookDomains: '' },
      { issuer: 'https://my-shop.example.com', webhookDomains: ['my-shop.example.com'] },
    ],
  ])('%j', async (flags, settings) => {
    expect(await checkFlags(flags, '@acme/My_Shop')).toEqual(settings);
  });

  it.each([
    ['', 'app.example.com'],
    ['@acme/_', 'app.example.com'],
    [`${'a'.repeat(62)}-b`, `${'a'.repeat(62)}.example.com`],
  ])('of a package named %j have the placeholder %s', async (name, host) => {
    expect((await checkFlags({}, name)).webhookDomains).toEqual([host]);
  });

  it.each([
    [{ issuer: 'a\nNODE_OPTIONS=--inspect' }, '--issuer'],
    [{ issuer: 'a"b' }, '--issuer'],
    [{ issuer: 'a #b' }, '--issuer'],
    [{ webhookDomains: 'https://shop.example.com' }, '--webhook-domains[0]'],
    [{ webhookDomains: 'shop.example.com,localhost' }, '--webhook-domains[1]'],
    [{ webhookDomains: '*.com' }, '--webhook-domains[0]'],
  ])('%j are refused', async (flags, name) => {
    await expect(checkFlags(flags, 'shop')).rejects.toThrow(name);
  });
});
